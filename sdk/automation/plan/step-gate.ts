import type { UpcomingStep } from "../../../engine/operations";
import type { Plan } from "../../plan";
import { asksForInputs, programBasis, stateBasis } from "./basis";
import { compareObserved, compareProgram, labelOf } from "./compare-plans";
import type { Digests } from "./digests";
import { isEnginesOwn } from "./record-plan";

/** Steps that change nothing, or less than was planned. */
const harmless = new Set(["same", "read", "refresh"]);

/**
 * Lets an update do the steps of a plan and no others. It throws for a step that the plan does not have, and for one
 * whose resource is not as the plan saw it; nothing of that step is done then.
 */
export function stepGate(plan: Plan, digests: Digests): (step: UpcomingStep) => void {
  const resources = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  return (step) => {
    if (isEnginesOwn(step) || harmless.has(step.op)) return;
    const planned = resources.get(step.urn);
    if (planned?.steps.some(({ op }) => op === step.op) !== true) {
      throw refusal(step.urn, `the plan has no ${step.op} of it`);
    }
    const basis = plan.basis.resources[step.urn] ?? {};
    const [first] = differencesOf(step, basis, digests);
    if (first !== undefined) throw refusal(step.urn, first);
  };
}

function differencesOf(
  step: UpcomingStep,
  planned: Plan["basis"]["resources"][string],
  digests: Digests,
): string[] {
  const { new: entry, old, urn } = step;
  const program =
    entry !== undefined && asksForInputs(step)
      ? compareProgram(planned, programBasis(digests, entry.state), urn)
      : [];
  const found = old === undefined ? [] : compareObserved(planned, stateBasis(digests, old.state), urn, "");
  return [...program, ...found].map(({ message }) => message);
}

function refusal(urn: string, why: string): Error {
  return new Error(
    `${labelOf(urn)} is not what the plan saw: ${why}. Nothing was done to it. Preview again, and apply the new plan.`,
  );
}
