import { setTimeout as delay } from "node:timers/promises";
import type { Engine } from "../docker/engine";
import { EngineRequestError } from "../docker/errors";
import { CancelledError, type UserError } from "../errors";
import { answersSsh } from "../ssh/banner";
import { LOOPBACK, type Privileges, sandboxContainer, type SandboxRequest } from "./container-request";
import { LocalPortTakenError, noRoom, SandboxBootError } from "./errors";
import { type ObservedSandbox, observeSandbox, sshPort } from "./observe";
import { smallTar } from "./small-tar";

const BOOT_SECONDS = 120;
const LOOK_EVERY_MS = 200;
const LOG_LINES = 10;

/** A sandbox that answers SSH. */
export interface RunningSandbox extends ObservedSandbox {
  readonly hostKey: string;
  readonly port: number;
}

/** Makes the container of a sandbox, and starts it. Where that fails nothing is left of it. */
export async function makeSandbox(
  engine: Engine,
  request: SandboxRequest,
  publicKey: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await make(engine, request, publicKey, "privileged", signal);
  } catch (error) {
    if (!(error instanceof EngineRequestError && isCapabilityMissing(error.reason))) throw error;
    return await make(engine, request, publicKey, "all-there-are", signal);
  }
}

/** Starts a sandbox that is there. */
export async function startSandbox(
  engine: Engine,
  id: string,
  { ports }: Pick<SandboxRequest, "ports">,
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.containers.start(id, signal);
  } catch (error) {
    throw explained(engine, error, ports);
  }
}

/** Waits until a sandbox answers SSH. Rejects with SandboxBootError where it ends, or never does. */
export async function untilAnswering(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<RunningSandbox> {
  const deadline = Date.now() + BOOT_SECONDS * 1000;
  for (;;) {
    const found = await observeSandbox(engine, await engine.containers.inspect(id, signal), signal);
    const { hostKey, status } = found;
    const port = sshPort(found);
    if (hostKey !== undefined && port !== undefined && (await answersSsh(LOOPBACK, port, signal)))
      return { ...found, hostKey, port };
    const isOver = status !== "running" && status !== "restarting";
    if (isOver || Date.now() > deadline) {
      const what = isOver ? "ended before it answered SSH" : `does not answer SSH after ${BOOT_SECONDS} s`;
      const log = await engine.containers.lastLogLines(id, LOG_LINES, signal);
      throw new SandboxBootError(
        [`The sandbox on ${engine.name} ${what}. Its last words:`, ...log].join("\n  "),
      );
    }
    await pause(signal);
  }
}

async function make(
  engine: Engine,
  request: SandboxRequest,
  publicKey: string,
  privileges: Privileges,
  signal: AbortSignal,
): Promise<string> {
  const { id } = await engine.containers
    .create(request.name, sandboxContainer(request, privileges), { signal })
    .catch((error: unknown) => {
      throw explained(engine, error, request.ports);
    });
  try {
    const key = { name: "root/.ssh/authorized_keys", content: `${publicKey}\n`, mode: 0o600 };
    await engine.containers.writeArchive(id, "/", await smallTar([key]), signal);
    await startSandbox(engine, id, request, signal);
    return id;
  } catch (error) {
    // The signal may be what ended it; what is left must go all the same.
    await engine.containers.remove(id, { volumes: true });
    throw error;
  }
}

function isCapabilityMissing(reason: string): boolean {
  return /unable to apply caps|capabilit/i.test(reason);
}

/** The engine's refusal in the words of a sandbox. */
function explained(engine: Engine, error: unknown, ports: SandboxRequest["ports"]): unknown {
  if (!(error instanceof EngineRequestError)) return error;
  return noRoom(error.reason, engine.name, error) ?? portTaken(engine, error, ports) ?? error;
}

function portTaken(
  engine: Engine,
  error: EngineRequestError,
  ports: SandboxRequest["ports"],
): UserError | undefined {
  if (!/port is already allocated|address already in use/i.test(error.reason)) return undefined;
  const index = ports.findIndex(({ host }) => host !== undefined && error.reason.includes(`:${host}`));
  const port = ports[index]?.host;
  return new LocalPortTakenError(
    `Port ${port ?? "of a sandbox"} of ${engine.name} is taken: ${error.reason}. ` +
      `Choose another one, leave it out to get any free one, or end what listens there.`,
    { property: index < 0 ? "ports" : `ports[${index}].host`, cause: error },
  );
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(LOOK_EVERY_MS, undefined, { signal });
  } catch (cause) {
    throw new CancelledError("Canceled: waiting for the sandbox to answer SSH.", { cause });
  }
}
