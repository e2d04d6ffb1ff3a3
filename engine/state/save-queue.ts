/**
 * Saves one thing whose newest form counts: whoever asks waits for a save that began after asking. Asking while one is
 * under way waits for the next, which serves all that wait; so a burst of changes costs two saves, not one each.
 */
export class SaveQueue {
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(private readonly save: () => Promise<void>) {}

  /** Resolves when nothing is being saved or waiting for it; rejects if that save fails. */
  idle(): Promise<void> {
    return this.#next ?? this.#running ?? Promise.resolve();
  }

  /** Resolves when everything up to this moment is saved; rejects if that save failed. */
  request(): Promise<void> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<void> {
    try {
      await this.#running;
    } catch {
      // Whoever waits for that save hears of it; this one tries anew.
    }
    // Whatever else is changed in this turn belongs to the same save.
    await Promise.resolve();
    const mine = this.#next;
    this.#running = mine;
    this.#next = undefined;
    try {
      await this.save();
    } finally {
      if (this.#running === mine) this.#running = undefined;
    }
  }
}
