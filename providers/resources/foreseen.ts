import type { ProviderPlan } from "../../sdk/plan";

/** What a lifecycle tells of what it foresees; what it leaves out is nothing. */
export type Foreseen = Partial<ProviderPlan>;

/** A plan as it is told, its texts cleaned of what nobody may see. */
export function completePlan(foreseen: Foreseen, clean: (text: string) => string): ProviderPlan {
  const { bytesToSend = 0, downtime, hostSeen = true, publicPorts = [] } = foreseen;
  const { steps = [], volumesAtRisk = [] } = foreseen;
  return {
    hostSeen,
    steps: steps.map(({ kind, text, cause }) => ({ kind, text: clean(text), cause: clean(cause) })),
    bytesToSend,
    ...(downtime === undefined ? {} : { downtime: { ...downtime, cause: clean(downtime.cause) } }),
    volumesAtRisk: volumesAtRisk.map((volume) => ({ ...volume, name: clean(volume.name) })),
    publicPorts,
  };
}
