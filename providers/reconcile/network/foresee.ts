import type { Downtime, ProviderPlan } from "../../../sdk/plan";
import { formatNetworkStep, type NetworkPlan } from "./plan";

/** What a network's plan comes to for who has to decide about it. */
export function foreseeNetwork(plan: NetworkPlan): Pick<ProviderPlan, "steps" | "downtime"> {
  const steps = plan.steps.map((step) => ({
    kind: step.kind,
    text: formatNetworkStep(step),
    cause: step.cause,
  }));
  const off = plan.steps.flatMap((step) => (step.kind === "disconnect" ? [step.container.name] : []));
  if (off.length === 0) return { steps };
  const downtime: Downtime = {
    order: "reconnect",
    stopSeconds: 0,
    readySeconds: 0,
    cause: `${off.join(", ")}: off the network while it is made anew`,
  };
  return { steps, downtime };
}
