import type { Downtime, ProviderPlan, ProviderStep, PublicPort } from "../../../sdk/plan";
import type { Desired } from "./desired";
import type { ContainerFacts } from "./observe";
import { options } from "./options";
import { type ContainerSpec, NO_DEFAULTS } from "./options/option";
import { isEverywhere, type SinglePort, singlePorts } from "./options/ports";
import { type ContainerPlan, stepsOf } from "./plan";
import { formatStep, type Step } from "./step";

/** What a plan comes to for who has to decide about it. `current` is the container that serves now. */
export function foreseeContainer(
  desired: Desired,
  plan: ContainerPlan,
  current: ContainerFacts | undefined,
): Pick<ProviderPlan, "steps" | "downtime" | "publicPorts"> {
  const downtime = current === undefined ? undefined : downtimeOf(desired, plan, current);
  return {
    steps: stepsOf(plan).map(toProviderStep),
    publicPorts: newPublicPorts(desired.spec, current),
    ...(downtime === undefined ? {} : { downtime }),
  };
}

/** Ports that are open to every address of the host, and were not by the container that is there. */
export function newPublicPorts(spec: ContainerSpec, current: ContainerFacts | undefined): PublicPort[] {
  const before = current === undefined ? [] : publicPorts(options.ports.read(current, NO_DEFAULTS) ?? []);
  const known = new Set(before.map(keyOf));
  return publicPorts(spec.ports ?? []).filter((port) => !known.has(keyOf(port)));
}

function publicPorts(ports: NonNullable<ContainerSpec["ports"]>): PublicPort[] {
  return singlePorts(ports)
    .filter(({ address }) => isEverywhere(address))
    .map(({ container, host, protocol }) => ({
      ...(host === undefined ? {} : { host: rangeText(host) }),
      container,
      protocol,
    }));
}

function rangeText({ first, last }: NonNullable<SinglePort["host"]>): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function keyOf({ host = "", protocol }: PublicPort): string {
  return `${host}/${protocol}`;
}

function downtimeOf(
  desired: Desired,
  { strategy, comparison }: ContainerPlan,
  current: ContainerFacts,
): Downtime | undefined {
  // What is down already has nobody to miss it.
  if (comparison.kind !== "replace" || strategy === undefined || current.status === "exited")
    return undefined;
  const { order, cause } = strategy;
  if (order === "start-first") return { order, stopSeconds: 0, readySeconds: 0, cause };
  const stopSeconds = options.stopTimeoutSeconds.read(current, NO_DEFAULTS) ?? 0;
  const readySeconds = desired.healthTimeoutSeconds + desired.minReadySeconds;
  return { order, stopSeconds, readySeconds, cause };
}

function toProviderStep(step: Step): ProviderStep {
  return { kind: step.kind, text: formatStep(step), cause: step.cause };
}
