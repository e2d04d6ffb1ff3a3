import type { StepOp } from "../../../engine/steps/step-op";
import { changedNames } from "../change-lines";
import type { ShownStep } from "../property-changes";
import { resourceLabel, type ResourceLabel } from "../resource-label";
import type { StatusLine } from "../status-line";

/** A resource in the tree, and what has become of it so far. */
export class Row {
  readonly label: ResourceLabel;
  /** The resource under which it stands; undefined at the top. */
  parent: Row | undefined;
  /** What is done now, or was done last. */
  op: StepOp = "same";
  state: "waiting" | "working" | "done" | "failed" = "waiting";
  begunAt = 0;
  endedAt = 0;
  /** The provider's latest word. */
  status: StatusLine | undefined;
  /** The latest lines of the numbered steps of a change. */
  steps: StatusLine[] = [];
  warnings = 0;
  /** It was read, which by itself is no change. */
  isRefreshed = false;
  #step: ShownStep | undefined;
  #changes: string | undefined;

  constructor(
    readonly urn: string,
    /** When it was first heard of, which is where it stands among its siblings. */
    readonly order: number,
  ) {
    this.label = resourceLabel(urn);
  }

  /** What was asked for, of which the steps that follow may be parts. Undefined while only its children are told. */
  get step(): ShownStep | undefined {
    return this.#step;
  }

  set step(step: ShownStep | undefined) {
    this.#step = step;
    this.#changes = undefined;
  }

  /** The names of what changes, in one line. */
  get changes(): string {
    return (this.#changes ??= this.#step === undefined ? "" : changedNames(this.#step));
  }

  /** Whether something becomes of it: it differs, or it could not be done. */
  get isChange(): boolean {
    return (
      this.state === "failed" || (this.op !== "same" && this.op !== "refresh" && this.step !== undefined)
    );
  }
}
