import type { BuildEntry, BuildRequest } from "../docker/builds";
import { BuildKitSteps } from "./buildkit-steps";
import { ClassicSteps } from "./classic-steps";

/** A step of a build. */
export interface BuildStep {
  /** `2 of 5`, in a stage with a name `2 of 5 of build`; undefined for what comes before and after the Dockerfile's own. */
  readonly position: string | undefined;
  /** The instruction, or the builder's words for what it does. */
  readonly instruction: string;
  /** The last lines that it wrote. */
  readonly lines: readonly string[];
}

/** Follows what one of the builders tells. */
export interface Steps {
  /** Takes in one entry. */
  add(entry: BuildEntry): void;
  /** The step that runs, or the last one that did. */
  current(): BuildStep | undefined;
  /** The step that failed, once the build has. */
  failed(): BuildStep | undefined;
}

/** Why a build failed: the engine's words and, where it was in one, the step. */
export interface BuildFailure {
  readonly reason: string;
  readonly step: BuildStep | undefined;
}

/** What is known of a build that runs. */
export class BuildProgress {
  #imageId: string | undefined;
  #failure: BuildFailure | undefined;
  readonly #steps: Steps;

  constructor({ builder, labels }: Pick<BuildRequest, "builder" | "labels">) {
    this.#steps =
      builder === "buildkit" ? new BuildKitSteps() : new ClassicSteps(Object.keys(labels ?? {}).length);
  }

  /** The image's id, once it is whole. */
  get imageId(): string | undefined {
    return this.#imageId;
  }

  get failure(): BuildFailure | undefined {
    return this.#failure;
  }

  add(entry: BuildEntry): void {
    this.#steps.add(entry);
    const { id, aux } = entry;
    if (typeof aux === "object" && aux.ID !== undefined && id !== "moby.buildkit.trace")
      this.#imageId = aux.ID;
    const reason = entry.errorDetail?.message ?? entry.error;
    if (reason !== undefined) this.#failure = { reason: reason.trim(), step: this.#steps.failed() };
  }

  /** In one line: the step that runs and the last line that it wrote. */
  line(): string | undefined {
    const step = this.#steps.current();
    if (step === undefined) return undefined;
    const parts = [describeStep(step), step.lines.at(-1)];
    return parts.filter((part) => part !== undefined).join(": ");
  }
}

/** `step 2 of 5, RUN make` */
export function describeStep({ position, instruction }: BuildStep): string {
  return position === undefined ? instruction : `step ${position}, ${instruction}`;
}
