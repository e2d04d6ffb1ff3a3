import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { ExecCreateJson, Execs } from "../../providers/docker/execs";
import { readLogFrames } from "../../providers/docker/log-frames";
import type { HostSession } from "../../providers/resources/lifecycle";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { broken } from "./broken";
import type { Daily } from "./daily";
import { findContainer } from "./find";
import { write } from "./output-lines";
import { passInput, type Size, sizeOf, takeTerminal } from "./raw-terminal";

export interface ExecOptions {
  readonly host?: string | undefined;
  readonly interactive?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly user?: string | undefined;
  readonly workdir?: string | undefined;
  /** `NAME=value` each. */
  readonly env?: readonly string[] | undefined;
}

/** Two keys in a row that nobody types: the engine's own, Ctrl-P Ctrl-Q, would hold back each Ctrl-P of a shell. */
const NO_DETACH_KEYS = "ctrl-@,ctrl-@,ctrl-@,ctrl-@";

/**
 * Runs a command in a container that runs.
 * @returns the command's exit code
 */
export async function exec(
  daily: Daily,
  name: string,
  command: readonly string[],
  options: ExecOptions,
): Promise<number> {
  const { terminal, signal } = daily;
  const { tty = false, interactive = false } = options;
  if (tty) requireTerminal(terminal, interactive);
  const { container, host } = findContainer(daily.inventory, name, options.host);
  const session = await daily.open(host);
  const { execs } = session.engine;
  const id = await execs.create(container, requestOf(command, options), signal);
  const stream = await execs.start(id, { tty, signal });
  const resize = (size: Size): void => void tellSize(execs, id, size, stream);
  const giveBack = tty ? takeTerminal(terminal, resize) : undefined;
  const stopInput = interactive ? passInput(terminal.stdin, stream) : undefined;
  try {
    if (tty) resize(sizeOf(terminal.stdout));
    await print(daily, session, stream, tty);
  } finally {
    giveBack?.();
    stopInput?.();
    stream.destroy();
  }
  return (await execs.inspect(id, signal)).ExitCode ?? 0;
}

function requestOf(command: readonly string[], options: ExecOptions): ExecCreateJson {
  const { tty = false, interactive = false, user, workdir, env } = options;
  return {
    Cmd: command,
    AttachStdin: interactive,
    AttachStdout: true,
    AttachStderr: true,
    Tty: tty,
    ...(tty ? { DetachKeys: NO_DETACH_KEYS } : {}),
    ...(user === undefined ? {} : { User: user }),
    ...(workdir === undefined ? {} : { WorkingDir: workdir }),
    ...(env === undefined ? {} : { Env: env }),
  };
}

const RESIZE_ATTEMPTS = 10;

/** The engine refuses a size while the command is only about to start, and once it has ended, when nobody needs it. */
async function tellSize(execs: Execs, id: string, size: Size, stream: Duplex): Promise<void> {
  for (let attempt = 1; attempt <= RESIZE_ATTEMPTS && !stream.destroyed; attempt += 1) {
    try {
      return await execs.resize(id, size);
    } catch {
      await setTimeout(attempt * 20);
    }
  }
}

/** @throws Failure where a terminal is asked for and there is none */
export function requireTerminal({ stdin, stdout }: Terminal, needsInput: boolean): void {
  const missing = needsInput && stdin.isTTY !== true ? "input" : stdout.isTTY === true ? undefined : "output";
  if (missing === undefined) return;
  throw new Failure(
    `-t needs a terminal, and the standard ${missing} is none: leave -t out for pipes and scripts`,
  );
}

async function print(daily: Daily, session: HostSession, stream: Duplex, tty: boolean): Promise<void> {
  const { terminal, signal } = daily;
  const stop = (): void => void stream.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const { source, bytes } of readLogFrames(stream, tty)) {
      await write(terminal[source], bytes, signal);
    }
  } catch (error) {
    throw await broken(session, error);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
