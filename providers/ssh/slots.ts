import { CancelledError } from "../errors";

interface Waiter {
  readonly start: () => void;
}

/** A number of places, taken in the order of asking. */
export class Slots {
  #capacity: number;
  #taken = 0;
  readonly #waiting: Waiter[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many are taken or asked for. */
  get demand(): number {
    return this.#taken + this.#waiting.length;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Resolves when there is a place, with the function that gives it back; rejects with CancelledError. */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new CancelledError("canceled");
    if (this.#taken >= this.#capacity || this.#waiting.length > 0) await this.#wait(signal);
    else this.#taken += 1;
    return this.#releaseOnce();
  }

  /** Never more than this at once from now on; those taken already stay. */
  shrink(capacity: number): void {
    this.#capacity = Math.max(1, Math.min(this.#capacity, capacity));
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new CancelledError("canceled"));
      };
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      this.#waiting.push(waiter);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  #releaseOnce(): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#taken -= 1;
      while (this.#taken < this.#capacity && this.#waiting.length > 0) {
        this.#taken += 1;
        this.#waiting.shift()?.start();
      }
    };
  }
}
