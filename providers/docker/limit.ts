/** How long an engine may take to answer, where it is not busy with what takes its time. */
export interface Limits {
  /** To tell what there is. @default 120 */
  readonly lookSeconds: number;
  /** To do something: a healthy engine makes and starts a container within seconds. @default 600 */
  readonly actSeconds: number;
}

export const LIMITS: Limits = { lookSeconds: 120, actSeconds: 600 };

/** The longest that a timer takes. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

export interface Limit {
  readonly seconds: number;
  /** Asked once the time is over: how much more it is to have, in seconds. @default 0 */
  readonly more?: (() => Promise<number>) | undefined;
  /** Ends the work before that. */
  readonly signal: AbortSignal | undefined;
  /** What the work then rejects with. */
  tooLate(seconds: number): Error;
}

/** Does what takes a signal, and has it end by that where it takes too long. */
export async function within<T>(
  { seconds, more, signal, tooLate }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const cancel = (): void => over.abort(signal?.reason);
  let timer: NodeJS.Timeout | undefined;
  let late: Error | undefined;
  let hasEnded = false;
  const wait = (milliseconds: number, then: () => void): void => {
    timer = setTimeout(then, Math.min(milliseconds, LONGEST_MILLISECONDS));
  };
  const end = (after: number): void => {
    late = tooLate(after);
    over.abort();
  };
  const extend = async (): Promise<void> => {
    const extra = (await more?.().catch(() => 0)) ?? 0;
    if (hasEnded) return;
    if (extra > 0) wait(extra * 1000, () => end(seconds + extra));
    else end(seconds);
  };

  if (signal?.aborted === true) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  wait(seconds * 1000, () => void extend());
  try {
    return await work(over.signal);
  } catch (error) {
    throw late ?? error;
  } finally {
    hasEnded = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}
