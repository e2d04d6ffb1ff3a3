import type { Desired } from "../../../providers/reconcile/container/desired";
import type { ContainerFacts } from "../../../providers/reconcile/container/observe";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";
import { type ContainerPlan, planContainer } from "../../../providers/reconcile/container/plan";
import type { Slots } from "../../../providers/reconcile/container/slots";
import { defaultsFor, desiredOf, made } from "./engine-echo";

/** What a container was made by, and what is asked for now. */
export const OLD: Partial<ContainerSpec> = { env: { A: "1" } };
export const NEW: Partial<ContainerSpec> = { env: { A: "2" } };

/** The plan for a container of these options where the slots hold what they do. */
export function plan(
  spec: Partial<ContainerSpec>,
  slots: Slots<ContainerFacts>,
  {
    formerly = OLD,
    settings,
    now,
  }: { formerly?: Partial<ContainerSpec>; settings?: Partial<Desired>; now?: string } = {},
): ContainerPlan {
  return planContainer({
    desired: desiredOf(spec, settings),
    slots,
    defaults: defaultsFor({}),
    formerly: { image: "web:1", ...formerly },
    now,
  });
}

/** What is observed of a container that was made by these options. */
export function old(
  spec: Partial<ContainerSpec> = OLD,
  changes: Partial<ContainerFacts> = {},
): ContainerFacts {
  return made(desiredOf(spec), changes);
}
