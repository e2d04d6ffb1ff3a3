import { NameTakenError, PortTakenError, UnsupportedOptionError } from "../../apply/container/errors";
import { assertSupported } from "../../apply/container/unmet-needs";
import { CancelledError, UserError } from "../../errors";
import { stepsOf } from "../../reconcile/container/plan";
import { formatSteps } from "../../reconcile/container/step";
import { options } from "../../reconcile/container/options";
import { UNKNOWN } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { openForPreview } from "../host-access";
import { childId } from "../import-id";
import type { ApplyRequest, ApplyResult, Context, HostSession } from "../lifecycle";
import { changedOptions } from "./diff";
import { containerInputs, desiredContainer, specIn } from "./inputs";
import { findPortConflicts, lookFor, portTaken } from "./look";
import { planFor } from "./plan-for";
import { containerIdIn, foreseenState, offlineState } from "./state";

/** What a container would be. Rejects where it is foreseen that somebody else's container is in the way. */
export async function previewContainer(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const { link } = containerInputs(request.inputs);
  const session = link === undefined ? undefined : await openForPreview(context, link);
  const seen = session === undefined ? undefined : await look(context, session, request);
  const state = seen ?? offlineState(request.inputs, keepsContainer(request) ? request.oldState : undefined);
  return { id: foreseenId(request), state };
}

async function look(context: Context, session: HostSession, request: ApplyRequest) {
  try {
    return await foresee(context, session, request);
  } catch (error) {
    const final = [NameTakenError, PortTakenError, UnsupportedOptionError, CancelledError];
    if (final.some((type) => error instanceof type) || !(error instanceof UserError)) throw error;
    context.log("warning", `The preview knows less of the container: ${error.message}`);
    return undefined;
  }
}

async function foresee(context: Context, session: HostSession, request: ApplyRequest) {
  const { link, name, spec } = containerInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) return undefined;
  const owner = ownerOf(context.urn, name);
  const observation = await lookFor(context, session, link, owner, containerIdIn(request.oldState));
  await assertSupported(session.engine, specIn(request.inputs), context.signal);
  if (spec === undefined) return undefined;

  const desired = desiredContainer(context.urn, request.inputs);
  const { own, foreign } = findPortConflicts(desired, observation);
  const [refused] = foreign;
  if (refused !== undefined) throw portTaken(session, refused);
  for (const conflict of own) {
    context.log(
      "warning",
      `${portTaken(session, conflict).message} It is of this stack, and may have given it up by then.`,
    );
  }
  const { plan } = await planFor(context, session, request, desired, observation);
  context.log("debug", formatSteps(stepsOf(plan)));
  const stays = plan.comparison.kind === "same" || plan.comparison.kind === "update";
  return foreseenState(request.inputs, stays ? observation.slots.current : undefined);
}

/** Whether the container that is there stays, as far as the inputs tell. */
function keepsContainer({ oldInputs, inputs }: ApplyRequest): boolean {
  if (oldInputs === undefined) return false;
  return changedOptions(oldInputs, inputs).every((name) => options[name].inPlace !== "no");
}

/** The id that a preview can tell. */
function foreseenId(request: ApplyRequest): string | undefined {
  const { hostId, name } = childInputs(request.inputs);
  if (request.id !== undefined) return request.id;
  return hostId === UNKNOWN || name === UNKNOWN ? undefined : childId(hostId, name);
}
