import type { Remote } from "../ssh/remote";
import type { MachineFacts } from "./facts";

/** Work on a machine, and how long it may take. */
export interface Work {
  readonly remote: Remote;
  /** When all of the work must be done, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Says in one line what happens now. */
  progress(message: string): void;
  /** Waits between two looks at the machine; rejects with CancelledError once `signal` is aborted. */
  pause(seconds: number): Promise<void>;
}

/** Work on a machine that is known. */
export interface Machine extends Work {
  readonly facts: MachineFacts;
}

/** Seconds that are left, at least 1: a command started with it ends soon after the deadline, with a timeout. */
export function secondsLeft(work: Work): number {
  return Math.max(1, Math.ceil((work.deadline - Date.now()) / 1000));
}

/** Whether the time is over. */
export function isOverdue(work: Work): boolean {
  return Date.now() >= work.deadline;
}
