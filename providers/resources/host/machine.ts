import { setTimeout as wait } from "node:timers/promises";
import { CancelledError } from "../../errors";
import { EngineDownError, NoAnswerError } from "../../docker/errors";
import type { Answers } from "../../linux/engine-service";
import { readFacts } from "../../linux/facts";
import type { Machine } from "../../linux/machine";
import { EngineDownError as SocketDownError, SocketMissingError } from "../../ssh/tunnel-errors";
import type { Context, HostConnection } from "../lifecycle";

/** A host as work on it needs it. */
export async function machineOf(context: Context, host: HostConnection, seconds: number): Promise<Machine> {
  const { signal } = context;
  return {
    remote: host.remote,
    facts: await readFacts(host.remote, signal),
    deadline: Date.now() + seconds * 1000,
    signal,
    progress: (message) => context.progress(message),
    pause: (time) => pause(time, signal, host.name),
  };
}

/** Asks the engine in the way in which all of Moorage will reach it. What is not an absence is thrown. */
export function answersOf(context: Context, host: HostConnection): Answers {
  return async () => {
    try {
      const { engine } = await host.openEngine(context.signal);
      await engine.system.ping(context.signal);
      return true;
    } catch (error) {
      // One that is coming up may take requests long before it answers them.
      if (isEngineDown(error) || error instanceof NoAnswerError) return false;
      throw error;
    }
  };
}

/** Whether there is no engine, or none that runs. */
export function isEngineDown(error: unknown): boolean {
  return (
    error instanceof EngineDownError ||
    error instanceof SocketDownError ||
    error instanceof SocketMissingError
  );
}

async function pause(seconds: number, signal: AbortSignal, host: string): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, { signal });
  } catch (cause) {
    throw new CancelledError(`Canceled while waiting for ${host}.`, { cause });
  }
}
