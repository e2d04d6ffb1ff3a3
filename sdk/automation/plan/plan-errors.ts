import { CommandError, type CommandOutput } from "../errors";
import type { PlanDifference } from "./compare-plans";

/** The world is not as it was when a plan was made: nothing of the plan was done. */
export class PlanRefusedError extends CommandError {
  static {
    this.prototype.name = "PlanRefusedError";
  }

  /** @param differences what is not as it was */
  constructor(
    readonly differences: readonly PlanDifference[],
    said?: CommandOutput,
    options?: { cause?: unknown },
  ) {
    const lines = differences.map(({ message }) => `  ${message}`);
    const what = ["the plan was not applied, as these are not as they were when it was made:", ...lines];
    super([...what, "Nothing was changed. Preview again, and apply the new plan."].join("\n"), said, options);
  }
}

/** A file is no plan, is of a newer Moorage, or was edited. */
export class PlanFileError extends CommandError {
  static {
    this.prototype.name = "PlanFileError";
  }
}
