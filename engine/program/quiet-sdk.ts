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

/**
 * Has the SDK do without what nobody reads: the stack of each of its promises, of which a resource has dozens, and
 * three debug messages a resource. It is a third of the time that registering a resource takes.
 */
export function quieten(debuggable: Debuggable, log: Log): void {
  log.debug = () => Promise.resolve();
  if (debuggable.debugPromiseLeaks) return;
  const watch = debuggable.debuggablePromise.bind(debuggable);
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return watch(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
