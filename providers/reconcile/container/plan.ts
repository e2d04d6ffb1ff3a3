import type { MountRequestJson, UpdateJson } from "../../docker/container-json";
import { nextName, previousName } from "../ownership";
import { type Change, compareContainer, type Comparison } from "./compare";
import { createRequest, type Desired, draft } from "./desired";
import { inheritedMounts } from "./inherited-mounts";
import type { ContainerFacts } from "./observe";
import { networkSteps } from "./network-steps";
import type { Attachment, ContainerSpec, Defaults } from "./options/option";
import { discard, isServing, REPLACED, settle } from "./settle";
import type { Slots } from "./slots";
import type { Step } from "./step";
import { chooseStrategy, type Strategy } from "./strategy";

/** How a container becomes what it shall be. */
export interface ContainerPlan {
  /** Puts an interrupted run right. */
  readonly settle: readonly Step[];
  /** What an interrupted run has done of the change, in case that all of it is undone. */
  readonly done: readonly Step[];
  /** Makes the change. */
  readonly change: readonly Step[];
  /** Clears away what the change has replaced. */
  readonly retire: readonly Step[];
  /** Whether a change that fails is undone, because something serves that must serve on. */
  readonly fallback: boolean;
  readonly comparison: Comparison | { readonly kind: "create" };
  /** For a swap: in which order. */
  readonly strategy: Strategy | undefined;
}

export interface PlanRequest {
  readonly desired: Desired;
  readonly slots: Slots<ContainerFacts>;
  readonly defaults: Defaults;
  /** See `CompareRequest.formerly`. */
  readonly formerly: ContainerSpec | undefined;
  /** How long the container in place has run. @default nobody knows, and what is watched is watched all over */
  readonly ranSeconds?: number | undefined;
}

/** All steps of a plan in their order. */
export function stepsOf(plan: ContainerPlan): readonly Step[] {
  return [...plan.settle, ...plan.change, ...plan.retire];
}

/** Whether a plan needs what its container names to be there. */
export function startsOrJoins({ change }: ContainerPlan): boolean {
  return change.some(({ kind }) => kind === "create" || kind === "start" || kind === "connect");
}

/** Plans a container: what was observed × what shall be. */
export function planContainer({
  desired,
  slots,
  defaults,
  formerly,
  ranSeconds,
}: PlanRequest): ContainerPlan {
  const settled = settle(desired.owner.name, slots, desired.monitorSeconds > 0);
  const broken = settled.current?.status === "dead" || settled.current?.status === "removing";
  const current = broken ? undefined : settled.current;
  const cleared = broken ? discard(settled.current, "the engine could not remove it") : [];
  const base = { settle: [...settled.steps, ...cleared], strategy: undefined, done: [], retire: [] };

  if (current === undefined) {
    const comparison = { kind: "create" } as const;
    return { ...base, change: create(desired), fallback: false, comparison };
  }
  const comparison = compareContainer({ spec: desired.spec, facts: current, defaults, formerly });
  const { unwatched } = settled;
  if (unwatched !== undefined) {
    const watching = { ...desired, monitorSeconds: secondsLeft(desired, current, ranSeconds) };
    if (comparison.kind === "same" && watching.monitorSeconds > 0) {
      return { ...base, ...watchOn(watching, current, unwatched), fallback: true, comparison };
    }
    base.settle.push(...discard(unwatched, REPLACED));
  }
  switch (comparison.kind) {
    case "same":
      return { ...base, change: ensureWorks(desired, current), fallback: false, comparison };
    case "update": {
      const change = [
        ...updateSteps(current, comparison.update, comparison.changes),
        ...(comparison.changes.some(({ takes }) => takes === "connect")
          ? networkSteps(desired.spec, current)
          : []),
        ...ensureWorks(desired, current),
        ...monitor(desired, current),
      ];
      return { ...base, change, fallback: true, comparison };
    }
    case "replace": {
      const strategy = chooseStrategy(desired, current);
      const swap = isServing(current)
        ? strategy
        : { order: "start-first" as const, cause: "the old one is down" };
      return {
        ...base,
        change: swapSteps(desired, current, swap, causeOf(comparison.changes)),
        retire: retire(desired, current, swap),
        fallback: true,
        comparison,
        strategy: swap,
      };
    }
  }
}

/** Why, in words: the options that changed, without their values. */
export function causeOf(changes: readonly Change[]): string {
  return `${changes.map(({ option }) => option).join(", ")} changed`;
}

function create(desired: Desired): readonly Step[] {
  const { name } = desired.owner;
  return [
    ...make(desired, name, { operation: "create", aliases: true, inherited: [] }, "it is not there"),
    ...run(desired, name),
  ];
}

interface Making {
  readonly operation: string;
  readonly aliases: boolean;
  readonly inherited: readonly MountRequestJson[];
}

function make(desired: Desired, container: string, making: Making, cause: string): readonly Step[] {
  const { attachments, platform } = draft(desired.spec);
  const shown = making.aliases ? attachments : attachments.map(withoutAliases);
  const [first, ...others] = shown;
  if (first === undefined) throw new RangeError("a container has at least one network");
  const request = createRequest(desired, { ...making, first });
  return [
    { kind: "create", container, request, cause, ...(platform === undefined ? {} : { platform }) },
    ...others.map((other): Step => ({ kind: "connect", container, ...other, cause })),
  ];
}

function run(desired: Desired, container: string, facts?: ContainerFacts): readonly Step[] {
  return [{ kind: "start", container, cause: "it shall run" }, gate(desired, container, facts)];
}

function gate(desired: Desired, container: string, facts?: ContainerFacts): Step {
  const { healthTimeoutSeconds, minReadySeconds, probe } = desired;
  const test = desired.spec.healthcheck?.test[0];
  return {
    kind: "await",
    container,
    healthTimeoutSeconds,
    minReadySeconds,
    ...(probe === undefined ? {} : { probe }),
    isNew: facts === undefined,
    hasHealthcheck: facts === undefined ? test !== undefined && test !== "NONE" : facts.health !== undefined,
    restartsBefore: facts?.restartCount ?? 0,
    cause: "it shall work",
  };
}

/** Goes on to watch what an interrupted run has put in place, with the same way back. */
function watchOn(
  desired: Desired,
  current: ContainerFacts,
  previous: ContainerFacts,
): Pick<ContainerPlan, "done" | "change" | "retire"> {
  const { name } = desired.owner;
  const order = isServing(previous) ? ("start-first" as const) : ("stop-first" as const);
  const strategy = { order, cause: "an interrupted run did it" };
  return {
    done: swapSteps({ ...desired, monitorSeconds: 0 }, { ...previous, name }, strategy, strategy.cause),
    // It was new for the run that made it: how often it was started again since tells whether it works.
    change: [
      ...ensureWorks(desired, { ...current, restartCount: 0 }),
      ...monitor(desired, { ...current, restartCount: 0 }, true),
    ],
    retire: discard(previous, REPLACED),
  };
}

/** How long one that has taken over is to be watched on: when it did is not known, but when it can have at the latest. */
function secondsLeft(
  { monitorSeconds, minReadySeconds, healthTimeoutSeconds, probe }: Desired,
  { health }: ContainerFacts,
  ranSeconds = 0,
): number {
  const gateSeconds =
    minReadySeconds + (health === undefined && probe === undefined ? 0 : healthTimeoutSeconds);
  return Math.min(monitorSeconds, Math.max(0, Math.ceil(monitorSeconds + gateSeconds - ranSeconds)));
}

/** Watches what has taken over, while there still is a way back. */
function monitor(
  desired: Desired,
  facts?: ContainerFacts,
  hasTakenOver = facts === undefined,
): readonly Step[] {
  const { monitorSeconds, healthTimeoutSeconds, owner } = desired;
  if (monitorSeconds === 0) return [];
  const watched: Step = {
    kind: "await",
    container: owner.name,
    healthTimeoutSeconds,
    minReadySeconds: monitorSeconds,
    isNew: facts === undefined,
    // It was healthy; what counts is whether it is at the end.
    hasHealthcheck: false,
    ...(hasTakenOver ? { hasTakenOver } : {}),
    restartsBefore: facts?.restartCount ?? 0,
    cause: `it is watched for ${monitorSeconds} s`,
  };
  return [watched];
}

function ensureWorks(desired: Desired, current: ContainerFacts): readonly Step[] {
  const { name: container } = current;
  switch (current.status) {
    case "running":
      return current.health === undefined || current.health === "healthy"
        ? []
        : [gate(desired, container, current)];
    case "restarting":
      return [gate(desired, container, current)];
    case "paused":
      return [{ kind: "unpause", container, cause: "it shall run" }, gate(desired, container, current)];
    case "created":
    case "exited":
    case "dead":
    case "removing":
      // Started by hand, it counts its restarts from 0 again.
      return run(desired, container, { ...current, restartCount: 0 });
  }
}

function updateSteps(
  { name: container }: ContainerFacts,
  request: UpdateJson | undefined,
  changes: readonly Change[],
): readonly Step[] {
  return request === undefined ? [] : [{ kind: "update", container, request, cause: causeOf(changes) }];
}

function swapSteps(
  desired: Desired,
  old: ContainerFacts,
  strategy: Strategy,
  cause: string,
): readonly Step[] {
  const { name } = desired.owner;
  const next = nextName(name);
  const stopFirst = strategy.order === "stop-first";
  const beside = isServing(old) && !stopFirst;
  const making = {
    operation: `replace ${old.id.slice(0, 12)}`,
    aliases: !beside,
    inherited: inheritedMounts(desired.spec, old),
  };
  return [
    ...make(desired, next, making, cause),
    ...(stopFirst ? stopFor(desired, next, strategy.cause) : []),
    ...run(desired, next),
    ...(beside ? handOverAliases(desired, next) : []),
    { kind: "rename", container: name, to: previousName(name), cause: `${next} works` },
    { kind: "rename", container: next, to: name, cause: "it takes over" },
    ...monitor(desired),
  ];
}

/** What the start of the new one would tell is known before: then it would be too late. */
function stopFor({ owner, spec }: Desired, next: string, cause: string): readonly Step[] {
  return [
    { kind: "examine", container: next, spec, cause: "the old one stops only for one that can start" },
    { kind: "stop", container: owner.name, cause },
  ];
}

function retire(desired: Desired, old: ContainerFacts, strategy: Strategy): readonly Step[] {
  const stopped = strategy.order === "stop-first" || !isServing(old);
  const status = stopped ? "exited" : "running";
  return discard({ ...old, name: previousName(desired.owner.name), status }, REPLACED);
}

/** The engine sets aliases only when it connects. */
function handOverAliases(desired: Desired, container: string): readonly Step[] {
  const cause = "it works, and gets the aliases";
  return draft(desired.spec)
    .attachments.filter(({ endpoint }) => endpoint.Aliases !== undefined)
    .flatMap((attachment): readonly Step[] => [
      { kind: "disconnect", container, ...withoutAliases(attachment), cause },
      { kind: "connect", container, ...attachment, cause },
    ]);
}

function withoutAliases({ network, endpoint }: Attachment): Attachment {
  const others = Object.entries(endpoint).filter(([key]) => key !== "Aliases");
  return { network, endpoint: Object.fromEntries(others) };
}
