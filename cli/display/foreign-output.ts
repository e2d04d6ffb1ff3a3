import type { Output } from "../terminal";
import { plainText } from "./plain-text";

/**
 * Takes what others write to a stream, as whole lines: a program runs in this process, and what it prints must neither
 * draw over a tree nor stand between events.
 */
export class ForeignOutput {
  readonly #write: Output["write"];
  #rest = "";

  constructor(
    private readonly output: Output,
    private readonly onLines: (text: string) => void,
  ) {
    // What it was is put back as it was: on the prototype, or somebody else's.
    this.#write = output.write;
    output.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      this.#take(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const callback = rest.find((each) => typeof each === "function") as (() => void) | undefined;
      if (callback !== undefined) process.nextTick(callback);
      return true;
    }) as Output["write"];
  }

  close(): void {
    this.output.write = this.#write;
    if (this.#rest !== "") this.onLines(`${plainText(this.#rest)}\n`);
    this.#rest = "";
  }

  #take(text: string): void {
    const whole = this.#rest + text;
    const end = whole.lastIndexOf("\n") + 1;
    this.#rest = whole.slice(end);
    if (end > 0) this.onLines(plainText(whole.slice(0, end)));
  }
}
