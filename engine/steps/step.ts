import type { PropertyDiff } from "../plugins/provider";
import type { Urn } from "../urn";
import type { StepContext } from "./context";
import type { Entry } from "./entry";
import type { Goal } from "./goal";
import type { StepOp } from "./step-op";

/** One thing to be done to one resource. */
export interface Step {
  readonly op: StepOp;
  readonly urn: Urn;
  readonly type: string;
  readonly provider: string;
  /** The resource as it was; absent for what is new. */
  readonly old?: Entry | undefined;
  /** The resource as it will be; absent for what goes. */
  readonly new?: Entry | undefined;
  /** It is a change that the program asked for, not a part of one. */
  readonly logical: boolean;
  readonly difference: StepDifference;

  /** Does it. After a partial failure the new entry holds what came of it. */
  apply(context: StepContext): Promise<void>;
  /** Notes in the state that it begins, where a crash in the middle would leave something unknown. */
  begin(context: StepContext): Promise<void>;
  /** Notes in the state what came of it; returns whether that must be saved before anything else happens. */
  end(context: StepContext, outcome: StepOutcome): boolean;
  /** Tells who waits for it. */
  settle(result: "success" | "failed" | "skipped"): void;
}

/** A step that is about to begin: what is done, to which resource, and why. */
export type UpcomingStep = Pick<Step, "op" | "urn" | "type" | "old" | "new" | "difference">;

/** `partial`: something came of it that must be kept, though it failed. */
export type StepOutcome = "succeeded" | "partial" | "failed";

/** Why a step is done. */
export interface StepDifference {
  /** The inputs that make a replacement necessary. */
  readonly keys?: readonly string[] | undefined;
  /** The inputs that changed. */
  readonly diffs?: readonly string[] | undefined;
  readonly detailedDiff?: Readonly<Record<string, PropertyDiff>> | undefined;
}

/** A registration on its way: what it asks for, and how its program hears of the end. */
export interface Registration {
  readonly goal: Goal;
  settle(entry: Entry, result: "success" | "failed" | "skipped"): void;
}

/** The latest that is known of a step's resource. */
export function entryOf(step: Step): Entry {
  const entry = step.op === "refresh" ? step.old : (step.new ?? step.old);
  if (!entry) throw new Error(`the step ${step.op} of ${step.urn} is about nothing`);
  return entry;
}
