import {
  AddressError,
  MissingContainerError,
  MissingDeviceError,
  MissingNetworkError,
  NameTakenError,
  PortTakenError,
  UnsupportedOptionError,
} from "../../apply/container/errors";
import type { Observation } from "../../apply/container/observe";
import { assertProgramLength } from "../../apply/container/program-length";
import { assertSupported } from "../../apply/container/unmet-needs";
import { CancelledError, UserError } from "../../errors";
import type { Desired } from "../../reconcile/container/desired";
import { foreseeContainer, newPublicPorts } from "../../reconcile/container/foresee";
import { startsOrJoins } from "../../reconcile/container/plan";
import { options } from "../../reconcile/container/options";
import type { ContainerSpec } from "../../reconcile/container/options/option";
import { hasUnknown, UNKNOWN } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { comingSubnets, isComing, noteComing } from "../coming";
import { openForPreview } from "../host-access";
import { childId } from "../import-id";
import type { ApplyRequest, ApplyResult, Context, HostSession } from "../lifecycle";
import { refusedAddresses } from "./addresses";
import { changedOptions } from "./diff";
import { containerInputs, desiredContainer, specIn } from "./inputs";
import { findPortConflicts, lookFor, portTaken } from "./look";
import { absentMountPoints, missingReferences } from "./missing";
import { planFor } from "./plan-for";
import { containerIdIn, foreseenState, offlineState } from "./state";

/** What a container would be. Rejects where it is foreseen that somebody else's container is in the way. */
export async function previewContainer(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const { link } = containerInputs(request.inputs);
  const session = link === undefined ? undefined : await openForPreview(context, link);
  if (session === undefined) planUnseen(context, request);
  const seen = session === undefined ? undefined : await look(context, session, request);
  const state = seen ?? offlineState(request.inputs, keepsContainer(request) ? request.oldState : undefined);
  return { id: foreseenId(request), state };
}

async function look(context: Context, session: HostSession, request: ApplyRequest) {
  try {
    return await foresee(context, session, request);
  } catch (error) {
    const final = [
      NameTakenError,
      PortTakenError,
      UnsupportedOptionError,
      MissingDeviceError,
      AddressError,
      CancelledError,
    ];
    if (final.some((type) => error instanceof type) || !(error instanceof UserError)) throw error;
    context.log("warning", `The preview knows less of the container: ${error.message}`);
    return undefined;
  }
}

async function foresee(context: Context, session: HostSession, request: ApplyRequest) {
  const { link, name, spec } = containerInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) return undefined;
  noteComing(session.engine, "container", name);
  const owner = ownerOf(context.urn, name);
  const observation = await lookFor(context, session, link, owner, containerIdIn(request.oldState));
  const given = specIn(request.inputs);
  await assertSupported(session.engine, given, context.signal);
  await assertProgramLength(session.engine, given, context.signal);
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
  if (startsOrJoins(plan)) {
    await foreseeMissing(context, session, desired.spec, observation);
    await foreseeAddresses(context, session, desired, observation);
    if (plan.comparison.kind !== "update") await foreseeMountPoints(context, session, desired.spec);
  }
  context.planned(foreseeContainer(desired, plan, observation.slots.current));
  const stays = plan.comparison.kind === "same" || plan.comparison.kind === "update";
  return foreseenState(request.inputs, stays ? observation.slots.current : undefined);
}

/**
 * Rejects where a device is not there. Of a network or container that nobody has seen coming it only tells: another
 * provider may make it before it is needed.
 */
async function foreseeMissing(
  context: Context,
  session: HostSession,
  spec: ContainerSpec,
  { all }: Observation,
): Promise<void> {
  for (const error of await missingReferences(session, spec, all, context.signal)) {
    if (error instanceof MissingDeviceError) throw error;
    const kind = error instanceof MissingNetworkError ? "network" : "container";
    // One that does not run may do so by then.
    const mayRun = error instanceof MissingContainerError && error.state !== undefined;
    if (mayRun || isComing(session.engine, kind, error.reference.name)) continue;
    context.log("warning", `${error.property}: ${error.message} It has to be there by then.`);
  }
}

/** Rejects where an address is refused by what is not of this stack. What is may be another by then. */
async function foreseeAddresses(
  context: Context,
  session: HostSession,
  desired: Desired,
  observation: Observation,
): Promise<void> {
  const coming = (network: string) => comingSubnets(session.engine, network);
  for (const { error, isFinal } of await refusedAddresses(
    session,
    desired,
    observation,
    context.signal,
    coming,
  )) {
    if (isFinal) throw error;
    context.log("warning", `${error.property}: ${error.message} It has to be free and in range by then.`);
  }
}

/** Another part of the program may make a folder of the host, so this only tells. */
async function foreseeMountPoints(
  context: Context,
  session: HostSession,
  spec: ContainerSpec,
): Promise<void> {
  for (const { name, property } of await absentMountPoints(session, spec, context.signal)) {
    context.log(
      "warning",
      `${property}: ${session.name} has no ${name}, and it lies in what is mounted read-only: nobody can mount there. ` +
        "Make the folder first.",
    );
  }
}

/** Without a look at the host the ports are known all the same. */
function planUnseen(context: Context, { inputs, oldInputs }: ApplyRequest): void {
  const isNew = oldInputs === undefined;
  const publicPorts =
    isNew && !hasUnknown(inputs.values["ports"]) ? newPublicPorts(specIn(inputs), undefined) : [];
  context.planned({ hostSeen: false, publicPorts });
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
