import type { ProviderPlan } from "../../plan";

/** Two plans of one resource, as a replacement has them, one after the other. */
export function joinPlans(first: ProviderPlan, second: ProviderPlan): ProviderPlan {
  const downtime = first.downtime ?? second.downtime;
  return {
    hostSeen: first.hostSeen && second.hostSeen,
    steps: [...first.steps, ...second.steps],
    bytesToSend: first.bytesToSend + second.bytesToSend,
    ...(downtime === undefined ? {} : { downtime }),
    volumesAtRisk: [...first.volumesAtRisk, ...second.volumesAtRisk],
    publicPorts: [...first.publicPorts, ...second.publicPorts],
  };
}
