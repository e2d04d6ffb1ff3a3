import type { Readable } from "node:stream";
import { openTerminalSession } from "../../providers/ssh/terminal-session";
import { Failure } from "../failure";
import { withNextStep } from "./broken";
import type { Output } from "../terminal";
import type { Daily } from "./daily";
import { findHosts } from "./find";
import { write } from "./output-lines";
import { passInput, sizeOf, takeTerminal } from "./raw-terminal";
import { requireTerminal } from "./exec";

export interface SshOptions {
  readonly tty?: boolean | undefined;
}

/**
 * Opens a session on a host: a login shell, or a command line as `ssh` hands it over.
 * @returns the command's exit code; 255 where a signal ended it, as `ssh` does
 */
export async function ssh(
  daily: Daily,
  hostName: string,
  words: readonly string[],
  options: SshOptions,
): Promise<number> {
  const { terminal, inventory, signal } = daily;
  const [host] = findHosts(inventory, hostName);
  if (host === undefined || host.link.local === true) {
    throw new Failure(`${hostName} is this machine: there is no SSH to it`);
  }
  const { stdin, stdout, stderr, env } = terminal;
  if (options.tty === true) requireTerminal(terminal, true);
  const isAtTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const hasTerminal = options.tty === true || (words.length === 0 && isAtTerminal);
  const { remote } = await daily.connect(host);
  const session = await openTerminalSession(remote.connection, {
    commandLine: words.length === 0 ? undefined : words.join(" "),
    terminal: hasTerminal ? { term: env["TERM"] ?? "xterm", ...sizeOf(stdout) } : undefined,
    signal,
  });
  const giveBack = hasTerminal ? takeTerminal(terminal, (size) => session.resize(size)) : undefined;
  const stopInput = passInput(stdin, session.stream);
  const copies = [copy(session.stream, stdout, signal), copy(session.stderr, stderr, signal)];
  try {
    const { exitCode } = await session.exited.catch((error: unknown) => {
      throw withNextStep(error);
    });
    await Promise.all(copies);
    return exitCode ?? 255;
  } finally {
    giveBack?.();
    stopInput();
    session.stream.destroy();
  }
}

/** Why it breaks off, the session itself tells. */
async function copy(from: Readable, to: Output, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of from) await write(to, chunk as Buffer, signal);
  } catch {
    return;
  }
}
