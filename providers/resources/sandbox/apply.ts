import type { ContainerInspectJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { UserError } from "../../errors";
import { ownershipLabels, type Owner } from "../../reconcile/ownership";
import { specHash } from "../../reconcile/spec-hash";
import { LOOPBACK } from "../../sandbox/container-request";
import { ensureSandboxImage } from "../../sandbox/image";
import { makeSandbox, type RunningSandbox, startSandbox, untilAnswering } from "../../sandbox/start";
import { newKeyPair } from "../../ssh/key-pair";
import { ownerOf } from "../child-inputs";
import { childId } from "../import-id";
import { type ApplyRequest, type ApplyResult, type Context, PartialError } from "../lifecycle";
import { findOwn, openLocalEngine, socketOf } from "./engine";
import { sandboxInputs, type SandboxInputs } from "./inputs";
import { previewSandbox } from "./preview";
import { observedState, storedOutputs } from "./state";

/** Makes a sandbox be there and answer SSH. */
export async function applySandbox(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  if (request.preview) return previewSandbox(context, request);
  const inputs = sandboxInputs(request.inputs);
  if (inputs === undefined) throw new TypeError("a sandbox is applied with unknown inputs");
  const socketPath = socketOf(context, inputs.socketPath, request.oldState);
  const { engine, hostId } = await openLocalEngine(context, socketPath, "apply");
  const id = request.id ?? childId(hostId, inputs.name);
  const owner = ownerOf(context.urn, inputs.name);
  const found = await findOwn(engine, owner, request.oldState, context.signal);
  const { privateKey, containerId } = storedOutputs(request.oldState);
  const keep = async (running: RunningSandbox, key: string): Promise<ApplyResult> => {
    context.hosts.moved(running.hostKey, { address: LOOPBACK, port: running.port });
    return { id, state: observedState(request.inputs, socketPath, running, { privateKey: key }) };
  };

  if (found !== undefined && found.Id === containerId && typeof privateKey === "string")
    return keep(await repair(context, engine, found, inputs), privateKey);
  // A run that was killed left it, and took the key with it that nobody else had: nothing can be on it.
  if (found !== undefined)
    await engine.containers.remove(found.Id, { volumes: true, signal: context.signal });
  const keys = newKeyPair(inputs.name);
  return keep(await create(context, engine, { id, inputs, owner, request, keys }), keys.privateKey);
}

async function repair(
  context: Context,
  engine: Engine,
  { Id, Name, State }: ContainerInspectJson,
  inputs: SandboxInputs,
): Promise<RunningSandbox> {
  if (State.Paused) await engine.containers.unpause(Id, context.signal);
  else if (!State.Running) {
    context.progress(`starting ${Name.slice(1)}`);
    await startSandbox(engine, Id, inputs, context.signal);
  }
  return untilAnswering(engine, Id, context.signal);
}

interface Creation {
  readonly id: string;
  readonly inputs: SandboxInputs;
  readonly owner: Owner;
  readonly request: ApplyRequest;
  readonly keys: ReturnType<typeof newKeyPair>;
}

async function create(
  context: Context,
  engine: Engine,
  { id, inputs, owner, request, keys }: Creation,
): Promise<RunningSandbox> {
  const { signal } = context;
  const image = await ensureSandboxImage(engine, inputs.flavour, {
    signal,
    progress: (message) => context.progress(message),
  });
  context.progress(`starting ${inputs.name}`);
  const labels = ownershipLabels(owner, specHash(request.inputs), "create");
  const { name, ports } = inputs;
  const made = await makeSandbox(engine, { name, image, ports, labels }, keys.publicKey, signal);
  try {
    return await untilAnswering(engine, made, signal);
  } catch (error) {
    throw await withoutLeftovers(engine, made, error, { id, request });
  }
}

/** A sandbox that does not work is of no use: it goes, and where even that fails it is kept in the state. */
async function withoutLeftovers(
  engine: Engine,
  made: string,
  error: unknown,
  { id, request: { inputs } }: Pick<Creation, "id" | "request">,
): Promise<unknown> {
  try {
    // The signal may be what ended it; what is left must go all the same.
    await engine.containers.remove(made, { volumes: true });
    return error;
  } catch {
    return error instanceof UserError ? new PartialError(error, { id, inputs, state: inputs }) : error;
  }
}
