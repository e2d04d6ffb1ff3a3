import assert from "node:assert/strict";
import type { Desired } from "../../../providers/reconcile/container/desired";
import type { ContainerFacts } from "../../../providers/reconcile/container/observe";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";
import { type ContainerPlan, planContainer, stepsOf } from "../../../providers/reconcile/container/plan";
import type { Slots } from "../../../providers/reconcile/container/slots";
import { formatSteps } from "../../../providers/reconcile/container/step";
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
    ranSeconds,
  }: { formerly?: Partial<ContainerSpec>; settings?: Partial<Desired>; ranSeconds?: number | undefined } = {},
): ContainerPlan {
  return planContainer({
    desired: desiredOf(spec, settings),
    slots,
    defaults: defaultsFor({}),
    formerly: { image: "web:1", ...formerly },
    ranSeconds,
  });
}

/** What is observed of a container that was made by these options. */
export function old(
  spec: Partial<ContainerSpec> = OLD,
  changes: Partial<ContainerFacts> = {},
): ContainerFacts {
  return made(desiredOf(spec), changes);
}

/** A plan as text, without the spaces that make it look well here. */
export function assertPlan(actual: ContainerPlan, expected: string): void {
  const lines = expected.split("\n").map((line) => line.trim());
  assert.equal(formatSteps(stepsOf(actual)), lines.filter((line) => line !== "").join("\n"));
}
