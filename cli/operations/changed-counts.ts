import type { StepOp } from "../../engine/steps/step-op";

/** Steps that change nothing. */
const QUIET: readonly string[] = [
  "same",
  "read",
  "refresh",
  "discard",
  "read-replacement",
  "discard-replaced",
];

/** How many resources were changed, by what was done to them; "" for none. */
export function changedCounts(changes: Readonly<Partial<Record<StepOp, number>>>): string {
  return Object.entries(changes)
    .filter(([op, count]) => count > 0 && !QUIET.includes(op))
    .map(([op, count]) => `${count} ${op}`)
    .join(", ");
}
