import type { PlannedResource, PlanSummary, ProviderPlan } from "../../plan";

/** The word for all that is done to a resource. */
export function mainOp({ steps }: Pick<PlannedResource, "steps">): string {
  const ops = steps.map(({ op }) => op);
  if (ops.some((op) => op === "replace" || op.endsWith("-replacement") || op.endsWith("-replaced")))
    return "replace";
  return ops.find((op) => op !== "same") ?? "same";
}

/** Whether anything is done to a resource. */
export function isTouched(resource: Pick<PlannedResource, "steps">): boolean {
  return !["same", "read"].includes(mainOp(resource));
}

/** A plan in a few numbers. */
export function summaryOf(resources: readonly PlannedResource[]): PlanSummary {
  const changes: Record<string, number> = {};
  for (const op of resources.map(mainOp)) changes[op] = (changes[op] ?? 0) + 1;
  const count = (of: (plan: ProviderPlan) => number): number =>
    resources.reduce((sum, { provider }) => sum + (provider === undefined ? 0 : of(provider)), 0);
  return {
    changes,
    bytesToSend: count(({ bytesToSend }) => bytesToSend),
    downtimes: count(({ downtime }) => (isDown(downtime) ? 1 : 0)),
    volumesAtRisk: count(({ volumesAtRisk }) => volumesAtRisk.length),
    publicPorts: count(({ publicPorts }) => publicPorts.length),
  };
}

function isDown(downtime: ProviderPlan["downtime"]): boolean {
  return downtime?.order === "stop-first" || downtime?.order === "reconnect";
}
