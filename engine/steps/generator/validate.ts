import { dependencyUrnsOf } from "../dependencies";
import { SkippedCreateStep } from "../kinds/same";
import type { Step } from "../step";
import type { Planner } from "./planner";

/** What is targeted must not depend on what would be new and is not. */
export function refuseUntargetedDependencies(planner: Planner, steps: readonly Step[]): void {
  if (!planner.targets.isLimited && !planner.replaceTargets.isLimited) return;
  const { skippedCreates } = planner.tracker;
  for (const step of steps) {
    if (!step.new || step instanceof SkippedCreateStep) continue;
    for (const urn of dependencyUrnsOf(step.new.state)) {
      if (!skippedCreates.has(urn)) continue;
      planner.refuse(
        `Resource '${step.urn}' depends on '${urn}' which was was not specified in --target list.`,
        step.urn,
      );
      // Told once.
      skippedCreates.delete(urn);
    }
  }
}
