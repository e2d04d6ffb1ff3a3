import type { Output } from "../terminal";

/**
 * Writes to what may go away at any time: a closed pipe or a terminal that hung up ends what is shown, never the
 * operation, whose state must be saved.
 */
export class Screen {
  #isGone = false;
  /** As it was before anybody took what others write. */
  readonly #write: Output["write"];

  /** @param marks puts a text into what the terminal can show */
  constructor(
    private readonly output: Output,
    private readonly marks: (text: string) => string = (text) => text,
  ) {
    this.#write = output.write.bind(output) as Output["write"];
    // Errors of earlier writes come late, so nobody is let off before the process ends.
    if (!guarded.has(output)) output.on("error", () => {});
    guarded.add(output);
    output.on("error", this.#lose);
    output.on("close", this.#lose);
  }

  readonly #lose = (): void => void (this.#isGone = true);

  write(text: string): void {
    if (this.#isGone || text === "") return;
    try {
      this.#write(this.marks(text));
    } catch {
      this.#isGone = true;
    }
  }

  /** Resolves when all is written, or nobody reads any more. */
  async close(): Promise<void> {
    if (!this.#isGone) await this.#written();
    this.#isGone = true;
    this.output.off("error", this.#lose);
    this.output.off("close", this.#lose);
  }

  async #written(): Promise<void> {
    const { output } = this;
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => (settle = resolve));
    output.on("error", settle).on("close", settle);
    this.#write("", () => settle());
    await settled;
    output.off("error", settle).off("close", settle);
  }
}

const guarded = new WeakSet<Output>();
