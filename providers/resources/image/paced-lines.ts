const PAUSE_MILLISECONDS = 500;

/**
 * Passes on the last of many lines, twice a second at most: where there is no terminal, each is a line that stays. The
 * one that is said last is passed on too, unless `end` comes first.
 */
export class PacedLines {
  #line: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #pass: (line: string) => void;

  constructor(pass: (line: string) => void) {
    this.#pass = pass;
  }

  say(line: string): void {
    if (line === this.#line) return;
    this.#line = line;
    if (this.#timer !== undefined) return;
    this.#passOn(line);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #passOn(line: string): void {
    this.#pass(line);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#line !== undefined && this.#line !== line) this.#passOn(this.#line);
    }, PAUSE_MILLISECONDS);
  }
}
