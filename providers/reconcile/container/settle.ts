import { nextName, previousName } from "../ownership";
import type { ContainerFacts } from "./observe";
import type { Slots } from "./slots";
import type { Step } from "./step";

/** Why the former one goes. */
export const REPLACED = "it was replaced";

/** What puts an interrupted run right, and what is in place afterwards. */
export interface Settled {
  readonly steps: readonly Step[];
  /** As it will be: under the final name, and running where it is started again. */
  readonly current: ContainerFacts | undefined;
  /** The one that it has replaced, and that is to serve again should it fail while it is watched. */
  readonly unwatched?: ContainerFacts;
}

/**
 * Finishes or clears away what an earlier run left. A swap gives a new container the final name only after it has
 * worked, and takes that name from the old one immediately before; so when nobody has the final name while both
 * temporary names are taken, the new one has won, unless it does not run any more: then it was about to give the name
 * back. One that has the final name and was to be watched (`isWatched`) has failed if it does not run any more, and is
 * to be watched on if it does. In all other cases a new one has not worked yet, and goes.
 */
export function settle(name: string, slots: Slots<ContainerFacts>, isWatched: boolean): Settled {
  const { current, next, previous, renamed } = slots;
  if (current !== undefined && previous !== undefined && isWatched) {
    if (isServing(current)) return { steps: abandon(next), current, unwatched: previous };
    const { steps, current: back } = giveBack(name, current, previous, "it ended while it was watched");
    return { steps: [...abandon(next), ...steps], current: back };
  }
  if (current !== undefined) {
    return {
      steps: [
        ...abandon(next),
        ...(next === undefined ? [] : restore(current)),
        ...discard(previous, REPLACED),
      ],
      current: next === undefined ? current : serving(current),
    };
  }
  if (next !== undefined && previous !== undefined) {
    if (!isServing(next)) return giveBack(name, next, previous);
    const taking = take(next, name, "it worked, and was about to take over");
    const taken = { ...next, name };
    if (isWatched) return { steps: [taking], current: taken, unwatched: previous };
    return { steps: [taking, ...discard(previous, REPLACED)], current: taken };
  }
  const found = renamed ?? previous;
  if (found === undefined) return { steps: abandon(next), current: undefined };
  return {
    steps: [
      ...abandon(next),
      ...(renamed === undefined ? [] : discard(previous, REPLACED)),
      take(found, name, renamed === undefined ? "the one that replaced it is gone" : "somebody renamed it"),
    ],
    current: { ...found, name },
  };
}

/** Takes back the one that was replaced. */
function giveBack(name: string, failed: ContainerFacts, previous: ContainerFacts, cause?: string): Settled {
  const back = { ...previous, name };
  return {
    steps: [
      ...abandon(failed, cause),
      take(previous, name, "the one that replaced it failed"),
      ...restore(back),
    ],
    current: serving(back),
  };
}

/** Whether a container does its work, or would without the pause. */
export function isServing(facts: ContainerFacts): boolean {
  return facts.status === "running" || facts.status === "paused" || facts.status === "restarting";
}

/** Steps that end a container and remove it. */
export function discard(facts: ContainerFacts | undefined, cause: string): readonly Step[] {
  if (facts === undefined) return [];
  const { name: container } = facts;
  const stop: Step = { kind: "stop", container, cause };
  return [...(isServing(facts) ? [stop] : []), { kind: "remove", container, cause }];
}

/**
 * Steps that end a new container which has not taken over. The volumes that the engine made for it alone have nothing
 * to keep; those that it was to take over stay.
 */
function abandon(
  facts: ContainerFacts | undefined,
  cause = "a new one that did not take over",
): readonly Step[] {
  return discard(facts, cause).map((step) => (step.kind === "remove" ? { ...step, volumes: true } : step));
}

/** The names that a resource's containers may have. */
export function slotNames(name: string): readonly string[] {
  return [name, nextName(name), previousName(name)];
}

function restore(current: ContainerFacts): readonly Step[] {
  if (isServing(current)) return [];
  const cause = "an interrupted swap had stopped it";
  return [{ kind: "start", container: current.name, optional: true, cause }];
}

function serving(current: ContainerFacts): ContainerFacts {
  return isServing(current) ? current : { ...current, status: "running" };
}

function take(facts: ContainerFacts, name: string, cause: string): Step {
  return { kind: "rename", container: facts.name, to: name, cause };
}
