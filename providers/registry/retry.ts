import { setTimeout as pause } from "node:timers/promises";

/** What makes a failure worth another attempt. */
export interface Transience {
  /** How long the other side asks to wait. @default longer each time */
  readonly retryAfterSeconds?: number | undefined;
  /** How many attempts there are at most. @default 5 */
  readonly attempts?: number;
}

export interface RetryOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Says why an error may pass by itself; undefined where it will not. */
  readonly transience: (error: unknown) => Transience | undefined;
  /** Told before each wait. */
  readonly onWait?: (seconds: number, error: unknown) => void;
  /** The most that is waited in all, in seconds. @default 60 */
  readonly budgetSeconds?: number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const ATTEMPTS = 5;
const BUDGET_SECONDS = 60;

/**
 * Tries until it works, as long as what fails may pass by itself. A wait that is longer than what is left of the budget
 * is not begun: whoever is told to come back in an hour is told so at once.
 */
export async function retrying<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, transience, onWait, sleep = sleepUnlessAborted } = options;
  let left = options.budgetSeconds ?? BUDGET_SECONDS;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      const cause = transience(error);
      const seconds = cause?.retryAfterSeconds ?? 2 ** (made - 1);
      if (cause === undefined || made >= (cause.attempts ?? ATTEMPTS) || seconds > left) throw error;
      left -= seconds;
      onWait?.(seconds, error);
      await sleep(seconds * 1000, signal);
    }
  }
}

/** Seconds of a `Retry-After` header, which is a number of them or a date. */
export function retryAfter(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function sleepUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return pause(milliseconds, undefined, { signal });
}
