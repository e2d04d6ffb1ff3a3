import { UserError } from "../../errors";
import { ensureEngine, type EngineWishes, isEngineReady } from "../../linux/engine";
import { ensureHostId } from "../../linux/host-id";
import { describeHolder, withHostLock } from "../../linux/lock";
import type { Machine } from "../../linux/machine";
import {
  type ApplyRequest,
  type ApplyResult,
  type Context,
  type HostAddress,
  type HostConnection,
  PartialError,
} from "../lifecycle";
import { explained } from "./host-key";
import { hostAddress, hostInputs, type HostInputs, hostLink, isPlaceUnknown } from "./inputs";
import { keepRunning } from "./keep-running";
import { applyLocalHost } from "./local";
import { answersOf, machineOf } from "./machine";
import { previewHost } from "./preview";
import {
  hostFacts,
  hostState,
  type HostState,
  NOTHING_KNOWN,
  previewBag,
  readEngine,
  stateBag,
} from "./state";
import { wishesOf } from "./trust";

/** Makes sure that a machine has an identity and an engine that answers and is as wanted. */
export async function applyHost(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  if (isPlaceUnknown(request.inputs))
    return { id: request.id, state: previewBag(NOTHING_KNOWN, request.inputs) };
  if (hostInputs(request.inputs).local) return applyLocalHost(context, request);
  return request.preview ? previewHost(context, request) : applySshHost(context, request);
}

async function applySshHost(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const inputs = hostInputs(request.inputs);
  const address = hostAddress(inputs, hostState(request.oldState).link?.hostKeys);
  const host = await connect(context, address, inputs);
  const machine = await machineOf(context, host, inputs.installTimeoutSeconds);
  if (machine.facts.hostId !== undefined) adopt(context, host, address, machine.facts.hostId);
  const done = new Progress(host, address, machine);
  const { oldInputs } = request;
  const wishes = wishesOf(context.urn, inputs, oldInputs === undefined ? undefined : hostInputs(oldInputs));
  try {
    await settle(context, host, machine, { wishes, done });
    const { engine, access } = await host.openEngine(context.signal);
    const { info } = await readEngine(engine, access, context.signal);
    const state = { ...done.state(), engine: info };
    if (state.hostId !== undefined) adopt(context, host, address, state.hostId);
    return { id: request.id ?? state.hostId, state: stateBag(state, request.inputs) };
  } catch (error) {
    throw done.failure(error, request);
  }
}

async function connect(context: Context, address: HostAddress, inputs: HostInputs): Promise<HostConnection> {
  const { hosts, signal, urn } = context;
  try {
    const host = await hosts.connect(address, {
      purpose: "apply",
      signal,
      label: urn.name,
      dialTimeoutSeconds: inputs.connection?.dialTimeoutSeconds,
      progress: (message) => context.progress(message),
    });
    const { fingerprint, line, isTrustedBlindly } = host.hostKey;
    if (isTrustedBlindly && address.hostKeys === undefined) {
      context.log(
        "info",
        `The key ${fingerprint} of ${host.name} is trusted on first use. To pin it: hostKey: "${line}"`,
      );
    }
    return host;
  } catch (error) {
    throw explained(error, inputs);
  }
}

/** Changes what has to be changed on the machine, while no other run does. */
async function settle(
  context: Context,
  host: HostConnection,
  machine: Machine,
  { wishes, done }: { wishes: EngineWishes; done: Progress },
): Promise<void> {
  const answers = answersOf(context, host);
  if (machine.facts.hostId !== undefined && (await isEngineReady(machine, answers, wishes))) return;
  await withHostLock(
    machine,
    describeHolder(`${context.urn.name} of ${context.urn.project}/${context.urn.stack}`),
    async () => {
      done.hostId = await ensureHostId(host.remote, machine);
      done.isTouched = true;
      // What it was before another run had the lock may no longer be.
      const current = await machineOf(context, host, secondsUntil(machine));
      await keepRunning(context, host, () => ensureEngine(current, answers, wishes));
    },
  );
}

function secondsUntil({ deadline }: Machine): number {
  return (deadline - Date.now()) / 1000;
}

function adopt(context: Context, host: HostConnection, address: HostAddress, hostId: string): void {
  context.hosts.adopt(hostLink(hostId, address, [host.hostKey.line]), context.urn, "applied", host);
}

/** What is known of the host so far, and whether it is still as it was found. */
class Progress {
  hostId: string | undefined;
  isTouched = false;
  readonly #host: HostConnection;
  readonly #address: HostAddress;
  readonly #machine: Machine;

  constructor(host: HostConnection, address: HostAddress, machine: Machine) {
    this.#host = host;
    this.#address = address;
    this.#machine = machine;
    this.hostId = machine.facts.hostId;
  }

  state(): HostState {
    const { line, fingerprint } = this.#host.hostKey;
    return {
      link: this.hostId === undefined ? undefined : hostLink(this.hostId, this.#address, [line]),
      hostId: this.hostId,
      hostKeyFingerprint: fingerprint,
      engine: undefined,
      facts: hostFacts(this.#machine.facts),
    };
  }

  /** The error of a half-done change keeps what is there, so that it is not forgotten and the next run goes on. */
  failure(error: unknown, request: ApplyRequest): unknown {
    const id = request.id ?? this.hostId;
    if (!this.isTouched || id === undefined || !(error instanceof UserError)) return error;
    return new PartialError(error, {
      id,
      inputs: request.oldInputs ?? request.inputs,
      state: stateBag({ ...this.state(), engine: hostState(request.oldState).engine }, request.inputs),
    });
  }
}
