import { Script } from "node:vm";

const CALL = Symbol.for("moorage.breakable-call");
/** Named after this file, whose frames are left out where the state keeps what a resource comes from. */
const script = new Script(`globalThis[Symbol.for("moorage.breakable-call")]()`, { filename: __filename });

/**
 * Calls something that may loop for ever, which no listener for SIGINT could end: it would not be heard. Until the call
 * returns, listeners are not told of SIGINT: the call is broken off in their place.
 *
 * @param onInterrupt told when that happens, before the error that it leads to
 */
export function breakable<T>(call: () => T, onInterrupt: () => void): T {
  const globals = globalThis as { [CALL]?: (() => T) | undefined };
  globals[CALL] = call;
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") onInterrupt();
    throw error;
  } finally {
    globals[CALL] = undefined;
  }
}
