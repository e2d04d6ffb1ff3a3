import type { SdkStore } from "./seam";

/** The SDK's module of promises that are watched until they settle. */
interface Debuggable {
  /** Whether the user wants to see where promises come from that never settle. */
  readonly debugPromiseLeaks: boolean;
  debuggablePromise<T>(promise: Promise<T>, context?: unknown): Promise<T>;
}

/** The SDK's module of messages. */
interface Log {
  debug(message: string): Promise<void>;
}

/** Promises that settle together with another, by which they are known: `transferProperty`, `resolveURN`, `resolveID`. */
const besidesAnother = /^(?:transfer(?:IsStable|IsSecret|Deps)|resolve(?:URN|ID)IsKnown)\(/;

/**
 * Has the SDK do without what nobody reads: the stack of each of its promises, of which a resource has a hundred, and
 * three debug messages a resource. They are a third of the time and of the memory that registering a resource takes.
 */
export function quieten(debuggable: Debuggable, log: Log, getStore: () => SdkStore): void {
  log.debug = () => Promise.resolve();
  if (debuggable.debugPromiseLeaks) return;
  debuggable.debuggablePromise = (promise, context) => {
    if (typeof context === "string" && besidesAnother.test(context)) return promise;
    const { leakCandidates } = getStore();
    leakCandidates.add(Object.assign(promise, { _debugCtx: context }));
    return promise.then(
      (value) => {
        leakCandidates.delete(promise);
        return value;
      },
      (error: unknown) => {
        leakCandidates.delete(promise);
        throw error;
      },
    );
  };
}
