import type { HostLink } from "../../../sdk/link";
import { NameTakenError } from "../../apply/container/errors";
import { type FoundNetwork, findNetwork } from "../../apply/network/find";
import { observeAttached, observeRecord, stillOff } from "../../apply/network/observe";
import { namingOption } from "../../apply/naming-option";
import { runNetworkPlan } from "../../apply/network/run-plan";
import type { NetworkInspectJson } from "../../docker/networks";
import { CancelledError, UserError } from "../../errors";
import { foreseeNetwork } from "../../reconcile/network/foresee";
import { type NetworkPlan, type NetworkPlanRequest, planNetwork } from "../../reconcile/network/plan";
import { networkOptions } from "../../reconcile/network/options";
import { describeOwner, isOwnedBy } from "../../reconcile/ownership";
import { specHash } from "../../reconcile/spec-hash";
import { howToAdopt } from "../adoption";
import { UNKNOWN } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { noteComing } from "../coming";
import { openForPreview } from "../host-access";
import { childId } from "../import-id";
import {
  type ApplyRequest,
  type ApplyResult,
  type Context,
  type HostSession,
  PartialError,
} from "../lifecycle";
import { NetworkInUseError } from "./errors";
import { networkIdIn, networkSpec, networkState } from "./inputs";

/** Makes a network be what it shall be, whatever is there. */
export async function applyNetwork(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  if (request.preview) return previewNetwork(context, request);
  const { link, name } = childInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) throw new TypeError("a network is applied with unknown inputs");
  const session = await context.hosts.open(link, { purpose: "apply", signal: context.signal });
  const id = request.id ?? childId(link.hostId, name);
  const { plan, found } = await planOn(context, session, link, request, name);
  const isInPlace = plan.kind === "same" && plan.steps.length === 0 && found?.twins.length === 0;
  if (isInPlace) return { id, state: networkState(request.inputs, found.facts) };

  let isTouched = false;
  try {
    await removeTwins(context, session, found, name);
    await runNetworkPlan(plan.steps, {
      engine: session.engine,
      signal: context.signal,
      progress: (message) => context.progress(message),
      touched: () => (isTouched = true),
    });
    if (plan.kind === "refused") throw inUse(session, name, plan);
    return { id, state: networkState(request.inputs, await expectOne(context, session, name)) };
  } catch (failure) {
    const error = namingOption(failure, networkOptions, networkSpec(request.inputs) ?? {});
    if (!isTouched || !(error instanceof UserError)) throw error;
    const inputs = request.oldInputs ?? request.inputs;
    throw new PartialError(error, { id, inputs, state: request.oldState ?? inputs });
  }
}

async function previewNetwork(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const { link, name, hostId } = childInputs(request.inputs);
  const isKnown = hostId !== UNKNOWN && name !== UNKNOWN;
  const id = request.id ?? (isKnown ? childId(hostId, name) : undefined);
  const session = link === undefined || name === UNKNOWN ? undefined : await openForPreview(context, link);
  const isLookedAt = session !== undefined && link !== undefined && name !== UNKNOWN;
  if (isLookedAt) noteComing(session.engine, "network", name, { subnets: givenSubnets(request) });
  if (session === undefined) context.planned({ hostSeen: false });
  const stays = isLookedAt && (await look(context, session, link, request, name));
  const networkId = stays ? (request.oldState?.values["networkId"] ?? UNKNOWN) : UNKNOWN;
  return { id, state: { values: { ...request.inputs.values, networkId }, secrets: request.inputs.secrets } };
}

/** The subnets that are asked for, as far as that is known. */
function givenSubnets({ inputs }: ApplyRequest): readonly string[] | undefined {
  const given = networkSpec(inputs)?.ipamConfigs ?? [];
  return given.flatMap(({ subnet }) => subnet ?? []);
}

/** Whether the network that is there stays. */
async function look(
  context: Context,
  session: HostSession,
  link: HostLink,
  request: ApplyRequest,
  name: string,
): Promise<boolean> {
  try {
    if (networkSpec(request.inputs) === undefined) return false;
    const { plan } = await planOn(context, session, link, request, name);
    if (plan.kind === "refused") throw inUse(session, name, plan);
    context.planned(foreseeNetwork(plan));
    if (plan.kind === "replace" && plan.foreign.length > 0) {
      const who = plan.foreign.join(", ");
      context.log("warning", `Containers that are not of this stack are off ${name} for a moment: ${who}.`);
    }
    return plan.kind === "same";
  } catch (error) {
    const isFinal =
      error instanceof NameTakenError ||
      error instanceof NetworkInUseError ||
      error instanceof CancelledError;
    if (isFinal || !(error instanceof UserError)) throw error;
    context.log("warning", `The preview knows less of the network: ${error.message}`);
    return false;
  }
}

async function planOn(
  context: Context,
  session: HostSession,
  link: HostLink,
  request: ApplyRequest,
  name: string,
): Promise<{ plan: NetworkPlan; found: FoundNetwork | undefined }> {
  const { engine } = session;
  const { signal } = context;
  const owner = ownerOf(context.urn, name);
  const isOurs = ({ Labels, Id }: NetworkInspectJson): boolean =>
    isOwnedBy(Labels, owner) || Id === networkIdIn(request.oldState);
  const [found, record] = await Promise.all([
    findNetwork(engine, name, isOurs, signal),
    observeRecord(engine, owner, signal),
  ]);
  const facts = found?.facts;
  if (facts !== undefined && !isOurs(facts)) throw nameTaken(context, session, link, name, facts);
  const ask: NetworkPlanRequest = {
    owner,
    spec: networkSpec(request.inputs) ?? {},
    specHash: specHash(request.inputs),
    facts,
    attached: [],
    remembered: record,
    reconnectForeign: request.inputs.values["reconnectForeign"] === true,
    formerly: request.oldInputs && networkSpec(request.oldInputs),
  };
  const guess = planNetwork(ask);
  if (record === undefined && (facts === undefined || guess.kind === "same")) return { plan: guess, found };

  const attached = facts === undefined ? [] : await observeAttached(engine, facts, owner, signal);
  const remembered = record && (await stillOff(engine, record, attached, signal));
  return { plan: planNetwork({ ...ask, attached, remembered }), found };
}

/** The network that was just made. */
async function expectOne(context: Context, session: HostSession, name: string): Promise<NetworkInspectJson> {
  const owner = ownerOf(context.urn, name);
  const found = await findNetwork(session.engine, name, ({ Labels }) => isOwnedBy(Labels, owner));
  if (found === undefined) {
    throw new UserError(`Network ${name} vanished from ${session.name} while it was made. Run again.`);
  }
  await removeTwins(context, session, found, name);
  return found.facts;
}

async function removeTwins(
  context: Context,
  { engine }: HostSession,
  found: FoundNetwork | undefined,
  name: string,
): Promise<void> {
  for (const { Id } of found?.twins ?? []) {
    context.progress(`remove a second network ${name}, which the engine made as a connection broke`);
    await engine.networks.remove(Id);
  }
}

function inUse(
  session: HostSession,
  name: string,
  { changes, foreign }: Extract<NetworkPlan, { kind: "refused" }>,
): NetworkInUseError {
  return new NetworkInUseError(
    `Network ${name} on ${session.name} has to be made anew (${changes.join(", ")} changed), but containers ` +
      `that are not of this stack are on it: ${foreign.join(", ")}. Disconnect them first, or say ` +
      "`reconnectForeign: true`: then they are off it for a moment.",
    { property: changes[0] },
  );
}

function nameTaken(
  context: Context,
  session: HostSession,
  link: HostLink,
  name: string,
  facts: NetworkInspectJson,
): NameTakenError {
  return new NameTakenError(
    `A network named ${name} is on ${session.name} already, and ${describeOwner(facts.Labels)}. It was not touched. ` +
      `Choose another name, remove it, or ${howToAdopt(context.urn, link, name)}`,
    { property: "name" },
  );
}
