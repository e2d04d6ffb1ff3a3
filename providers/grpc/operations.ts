import { CancelledError } from "../errors";

/** How an operation may end before its time. */
export interface Limits {
  /** The resource's own timeout; 0 for none. */
  readonly timeoutSeconds: number;
  /** Aborts when the engine gives the call up. */
  readonly callSignal: AbortSignal;
}

/** The operations under way in this process, and their end. */
export class Operations {
  private readonly ending = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  /**
   * Runs an operation with a signal that aborts when its timeout ends, when the engine gives it up, and when all are
   * cancelled. Whatever it then throws as an aborted wait comes out as the reason for the abort.
   */
  async run<T>(limits: Limits, operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = new AbortController();
    const timer = startTimeout(timeout, limits.timeoutSeconds);
    const signal = AbortSignal.any([this.ending.signal, limits.callSignal, timeout.signal]);
    try {
      return await runUnlessAborted(signal, operation);
    } catch (error) {
      throw isAbort(error, signal) ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes note of a call until it is answered. */
  follow(answered: Promise<void>): void {
    const over = () => this.underWay.delete(answered);
    this.underWay.add(answered);
    answered.then(over, over);
  }

  /** Whether a call waits for its answer. */
  get areUnderWay(): boolean {
    return this.underWay.size > 0;
  }

  /** Aborts all that is under way, and all that comes after. */
  cancel(reason: string): void {
    this.ending.abort(new CancelledError(reason));
  }

  /** Resolves when all calls are answered. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }
}

async function runUnlessAborted<T>(
  signal: AbortSignal,
  operation: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  return operation(signal);
}

function startTimeout(controller: AbortController, seconds: number): NodeJS.Timeout | undefined {
  if (seconds <= 0) return undefined;
  const reason = new CancelledError(
    `the resource's own timeout of ${seconds} s ended (option customTimeouts)`,
  );
  return setTimeout(() => controller.abort(reason), seconds * 1000);
}

/** Node's own functions throw an AbortError, which says nothing of why. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error instanceof Error && error.name === "AbortError";
}
