import type { ProviderStep } from "../../../sdk/plan";
import { CancelledError } from "../../errors";
import { isEngineReady } from "../../linux/engine";
import { requireInstallable } from "../../linux/engine-install";
import type { Machine } from "../../linux/machine";
import { hasUnknown } from "../bag";
import { CredentialError, HostUnreachableError } from "../host-errors";
import type { ApplyRequest, ApplyResult, Context, HostAddress, HostConnection } from "../lifecycle";
import { hostAddress, hostInputs, type HostInputs, hostLink } from "./inputs";
import { answersOf, machineOf } from "./machine";
import { hostFacts, type HostState, hostState, NOTHING_KNOWN, previewBag, readEngine } from "./state";
import { wishesOf } from "./trust";

/** What would come of a host. A known one keeps what it is; a new one is looked at, if it answers soon. */
export async function previewHost(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const inputs = hostInputs(request.inputs);
  const before = hostState(request.oldState);
  const address = hostAddress(inputs, before.link?.hostKeys);
  if (before.link !== undefined && before.hostId !== undefined) {
    const link = hostLink(before.hostId, address, address.hostKeys ?? []);
    return { id: request.id, state: previewBag({ ...before, link }, request.inputs) };
  }
  const { daemon, trustedRegistries } = request.inputs.values;
  const isSettingUnknown = hasUnknown(daemon) || hasUnknown(trustedRegistries);
  const known = hasUnknown(trustedRegistries) ? { ...inputs, trustedRegistries: [] } : inputs;
  const state = await lookAt(context, known, address);
  return {
    id: state?.hostId,
    state: previewBag(isSettingUnknown || state === undefined ? NOTHING_KNOWN : state, request.inputs),
  };
}

async function lookAt(
  context: Context,
  inputs: HostInputs,
  address: HostAddress,
): Promise<HostState | undefined> {
  try {
    const host = await context.hosts.connect(address, {
      purpose: "preview",
      signal: context.signal,
      label: context.urn.name,
    });
    return await foresee(context, host, inputs, address);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (!(error instanceof HostUnreachableError || error instanceof CredentialError)) throw error;
    context.log("warning", `The preview is made without a look at the host: ${error.message}`);
    context.planned({ hostSeen: false });
    return undefined;
  }
}

async function foresee(
  context: Context,
  host: HostConnection,
  inputs: HostInputs,
  address: HostAddress,
): Promise<HostState> {
  const machine = await machineOf(context, host, inputs.installTimeoutSeconds);
  const { hostId } = machine.facts;
  const answers = answersOf(context, host);
  const state: HostState = {
    ...NOTHING_KNOWN,
    hostKeyFingerprint: host.hostKey.fingerprint,
    facts: hostFacts(machine.facts),
  };
  const isReady = await isEngineReady(machine, answers, wishesOf(context.urn, inputs, undefined));
  if (hostId === undefined || !isReady) await foreseeChange(machine, inputs, isReady);
  context.planned({ steps: foreseenSteps(machine, inputs, isReady) });
  if (hostId === undefined) return state;
  const link = hostLink(hostId, address, [host.hostKey.line]);
  if (!isReady) return { ...state, hostId, link };
  const { engine, access } = await host.openEngine(context.signal);
  const { info } = await readEngine(engine, access, context.signal);
  return { ...state, hostId, link, engine: info };
}

function foreseenSteps({ facts }: Machine, { installEngine }: HostInputs, isReady: boolean): ProviderStep[] {
  const mark = { kind: "mark", text: "give the machine an identity", cause: "it has none" };
  const install = { kind: "install", text: "install the Docker engine", cause: "it is missing" };
  const setUp = {
    kind: "configure",
    text: "set up the Docker engine",
    cause: "it does not run as is wanted",
  };
  const engine = facts.dockerd === undefined && installEngine ? install : setUp;
  return [...(facts.hostId === undefined ? [mark] : []), ...(isReady ? [] : [engine])];
}

/** Finds out before anything is touched what would stop it. */
async function foreseeChange(machine: Machine, inputs: HostInputs, isReady: boolean): Promise<void> {
  await machine.remote.run(["true"], { sudo: true, signal: machine.signal });
  const isInstalled = machine.facts.dockerd !== undefined || isReady;
  if (!isInstalled && inputs.installEngine) await requireInstallable(machine);
}
