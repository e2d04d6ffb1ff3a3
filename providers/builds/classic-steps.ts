import type { BuildEntry } from "../docker/builds";
import type { BuildStep, Steps } from "./build-progress";
import { LastLines } from "./last-lines";

const STEP = /^Step (\d+)\/(\d+) : (.*)$/;
/** What the builder says itself, between the lines of the steps. */
const OWN_WORDS = /^( ---> |Removing intermediate container |Successfully (built|tagged) )/;

/** Follows the classic builder: one step after the other, all in one stream of text. */
export class ClassicSteps implements Steps {
  #step: Omit<BuildStep, "lines"> | undefined;
  #output = new LastLines();
  readonly #added: number;

  /** @param added how many steps the builder adds to those of the Dockerfile: one for each label that it is given */
  constructor(added: number) {
    this.#added = added;
  }

  add({ stream }: BuildEntry): void {
    if (stream === undefined || OWN_WORDS.test(stream)) return;
    const begun = STEP.exec(stream.trim());
    if (begun === null) return this.#output.add(stream);
    const [, number = "", total = "", instruction = ""] = begun;
    this.#step = {
      position: `${number} of ${Math.max(Number(number), Number(total) - this.#added)}`,
      instruction,
    };
    this.#output = new LastLines();
  }

  current(): BuildStep | undefined {
    return this.#step === undefined ? undefined : { ...this.#step, lines: this.#output.all() };
  }

  failed(): BuildStep | undefined {
    return this.current();
  }
}
