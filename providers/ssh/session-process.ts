import type { ClientChannel } from "ssh2";
import { CancelledError } from "../errors";
import type { Connection } from "./connection";
import { release } from "./channel-stream";
import type { CommandExit } from "./remote";

/** A command that runs in a session. */
export interface SessionProcess {
  readonly channel: ClientChannel;
  /** Resolves when it has ended and all its output was read; rejects with ConnectionLostError or CancelledError. */
  readonly exited: Promise<CommandExit>;
  kill(): void;
}

export interface WatchOptions {
  readonly connection: Connection;
  /** Ends the command's processes on the machine. */
  readonly kill: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const KILL_SECONDS = 1.5;

/** Follows a command to its end, and ends it when the signal is aborted. */
export function watch(channel: ClientChannel, options: WatchOptions): SessionProcess {
  const { connection, signal } = options;
  let isEnded = false;
  const end = async (): Promise<void> => {
    if (isEnded) return;
    isEnded = true;
    try {
      await atMost(KILL_SECONDS, options.kill());
    } finally {
      release(channel);
    }
  };
  const exited = new Promise<CommandExit>((resolve, reject) => {
    const onAbort = (): void => {
      const cancelled = (left: string, cause?: unknown): void =>
        reject(new CancelledError(`canceled on ${connection.name}${left}`, { cause }));
      end().then(
        () => cancelled(""),
        (cause: unknown) => cancelled("; the command may still run there", cause),
      );
    };
    // Not the exit event: it may come before anybody can listen.
    channel.once("close", (code?: number | null, name?: string) => {
      const wasAborted = isEnded && signal?.aborted === true;
      isEnded = true;
      signal?.removeEventListener("abort", onAbort);
      if (code === undefined && connection.lost !== undefined) reject(connection.lost);
      else if (!wasAborted) resolve({ exitCode: code ?? undefined, signal: name });
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
  return { channel, exited, kill: () => void end().catch(() => undefined) };
}

async function atMost(seconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
