import { decodeTrace, type TracedStep } from "../docker/build-trace";
import type { BuildEntry } from "../docker/builds";
import type { BuildStep, Steps } from "./build-progress";
import { LastLines } from "./last-lines";

const TRACE = "moby.buildkit.trace";
/** `[2/4] RUN make`, `[build 2/4] RUN make`; not `[internal] load …`. */
const NUMBERED = /^\[(?:(.+) )?(\d+)\/(\d+)\] (.*)$/s;

/** Follows BuildKit: steps run beside each other, each with an output of its own. */
export class BuildKitSteps implements Steps {
  readonly #steps = new Map<string, TracedStep>();
  readonly #outputs = new Map<string, LastLines>();
  #current: string | undefined;

  add({ id, aux }: BuildEntry): void {
    if (id !== TRACE || typeof aux !== "string") return;
    const { steps, outputs } = decodeTrace(aux);
    for (const step of steps) {
      this.#steps.set(step.digest, step);
      if (step.hasStarted) this.#current = step.digest;
    }
    for (const { step, text } of outputs) {
      const output = this.#outputs.get(step) ?? new LastLines();
      output.add(text);
      this.#outputs.set(step, output);
      this.#current = step;
    }
  }

  current(): BuildStep | undefined {
    return this.#describe(this.#current);
  }

  failed(): BuildStep | undefined {
    // The others beside the one that failed are cancelled.
    const failed = [...this.#steps.values()].filter(({ error }) => error !== "");
    const cause = failed.find(({ error }) => !/context canceled/.test(error)) ?? failed[0];
    return this.#describe(cause?.digest);
  }

  #describe(digest: string | undefined): BuildStep | undefined {
    const name = digest === undefined ? undefined : this.#steps.get(digest)?.name;
    if (digest === undefined || name === undefined) return undefined;
    const lines = this.#outputs.get(digest)?.all() ?? [];
    const numbered = NUMBERED.exec(name);
    if (numbered === null) return { position: undefined, instruction: name, lines };
    const [, stage, number = "", total = "", instruction = ""] = numbered;
    const position = `${number} of ${total}${stage === undefined ? "" : ` of ${stage}`}`;
    return { position, instruction, lines };
  }
}
