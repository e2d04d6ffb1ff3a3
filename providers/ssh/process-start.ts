import type { ClientChannel } from "ssh2";
import { release } from "./channel-stream";
import { prompt } from "./command-line";

export interface StartWatch {
  /** The one given to `commandLine`. */
  readonly marker: string;
  /** Answers sudo's question; undefined where sudo is not to ask. */
  readonly password: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The error for a second question of sudo. */
  readonly wrongPassword: () => Error;
  /** The error for a command that has not started in time. */
  readonly noAnswer: (seconds: number) => Error;
  /** The error for a command that was cancelled before it had started. */
  readonly cancelled: () => Error;
  /** The error for an end without a start, from what was said on stderr until then. */
  readonly refused: (said: string) => Error;
}

// PAM may wait for a token or a finger instead of asking; nobody is there to give one.
const ANSWER_SECONDS = 30;

/** What sshd was asked to start cannot be called back: it is awaited for a moment, so that it can be ended. */
const CANCELLED_SECONDS = 1;

/**
 * Sees a command started by `commandLine` through to its start: writes the password once sudo has asked for it,
 * and resolves with the command's process id, also where it starts a moment after it was cancelled. What the
 * command itself writes stays in the channel's stderr.
 */
export function awaitStart(channel: ClientChannel, watch: StartWatch): Promise<number> {
  const started = new RegExp(`${watch.marker} (\\d+)\\n`);
  return new Promise((resolve, reject) => {
    let seen = "";
    let isPasswordSent = false;
    const stop = (): void => {
      clearTimeout(timer);
      channel.stderr.off("readable", onReadable);
      channel.stderr.off("end", onEnd);
      watch.signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error): void => {
      stop();
      release(channel);
      reject(error);
    };
    const onAbort = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(watch.cancelled()), CANCELLED_SECONDS * 1000);
    };
    const onEnd = (): void => {
      const said = seen.replaceAll(prompt(watch.marker), "").trim();
      fail(watch.signal?.aborted === true ? watch.cancelled() : watch.refused(said));
    };
    const onReadable = (): void => {
      seen += readAll(channel.stderr);
      const start = started.exec(seen);
      if (start !== null) {
        stop();
        const rest = seen.slice(start.index + start[0].length);
        if (rest !== "") channel.stderr.unshift(Buffer.from(rest, "latin1"));
        resolve(Number(start[1]));
        return;
      }
      const asked = seen.split(prompt(watch.marker)).length - 1;
      if (asked > 1) fail(watch.wrongPassword());
      else if (asked === 1 && watch.signal?.aborted === true) fail(watch.cancelled());
      else if (asked === 1 && !isPasswordSent) {
        isPasswordSent = true;
        channel.write(`${watch.password ?? ""}\n`);
      }
    };
    let timer = setTimeout(() => fail(watch.noAnswer(ANSWER_SECONDS)), ANSWER_SECONDS * 1000);
    channel.stderr.on("readable", onReadable);
    channel.stderr.on("end", onEnd);
    if (watch.signal?.aborted === true) onAbort();
    else watch.signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function readAll(stream: ClientChannel["stderr"]): string {
  let text = "";
  for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null) {
    text += chunk.toString("latin1");
  }
  return text;
}
