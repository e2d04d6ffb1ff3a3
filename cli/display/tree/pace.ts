/** Time as the display needs it; a test has its own. */
export interface Clock {
  now(): number;
  /** Calls once, later, unless the returned function is called before. It keeps no process alive. */
  after(milliseconds: number, call: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** How long a frame stays at least: 15 a second are smooth, and leave the processor to the operation. */
const FRAME_MILLISECONDS = 1000 / 15;
/** Elapsed times move on though nothing happens. */
const IDLE_MILLISECONDS = 1000;

/** Draws when something has changed, but not more often than it can be seen. */
export class Pace {
  #drawnAt = Number.NEGATIVE_INFINITY;
  #dueAt = Number.POSITIVE_INFINITY;
  #stop = (): void => {};
  #isOver = false;

  constructor(
    private readonly clock: Clock,
    private readonly draw: () => void,
  ) {}

  /** Asks for a frame. */
  request(): void {
    this.#schedule(Math.max(0, this.#drawnAt + FRAME_MILLISECONDS - this.clock.now()));
  }

  end(): void {
    this.#isOver = true;
    this.#stop();
  }

  #schedule(milliseconds: number): void {
    const at = this.clock.now() + milliseconds;
    if (this.#isOver || this.#dueAt <= at) return;
    this.#stop();
    this.#dueAt = at;
    this.#stop = this.clock.after(milliseconds, () => {
      this.#dueAt = Number.POSITIVE_INFINITY;
      this.#drawnAt = this.clock.now();
      this.draw();
      this.#schedule(IDLE_MILLISECONDS);
    });
  }
}
