import { CancelledError } from "../errors";

/** How an operation may end before its time. */
export interface Limits {
  /** The resource's own timeout; 0 for none. */
  readonly timeoutSeconds: number;
  /** Has it heard when the engine gives the call up. Default: it never does. */
  readonly onGivenUp?: ((listener: () => void) => void) | undefined;
}

/** The operations under way in this process, and their end. */
export class Operations {
  /** Why there are no more of them. */
  private end: CancelledError | undefined;
  private readonly running = new Set<AbortController>();
  private readonly underWay = new Set<Promise<void>>();

  /**
   * Runs an operation with a signal that aborts when its timeout ends, when the engine gives it up, and when all are
   * cancelled. Whatever it then throws as an aborted wait comes out as the reason for the abort.
   */
  async run<T>(
    { timeoutSeconds, onGivenUp }: Limits,
    operation: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.end !== undefined) throw this.end;
    // One controller for all: a stack has hundreds of calls, and signals that are made of others are dear.
    const controller = new AbortController();
    const { signal } = controller;
    onGivenUp?.(() => controller.abort());
    const timer = startTimeout(controller, timeoutSeconds);
    this.running.add(controller);
    try {
      return await operation(signal);
    } catch (error) {
      throw isAbort(error, signal) ? signal.reason : error;
    } finally {
      this.running.delete(controller);
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
    this.end ??= new CancelledError(reason);
    for (const controller of this.running) controller.abort(this.end);
  }

  /** Resolves when all calls are answered. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }
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
