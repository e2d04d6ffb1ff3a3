import { setImmediate as nextTurn } from "node:timers/promises";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";

type List = Promise<ContainerSummaryJson[]>;

/** The list under way on an engine, and the one that comes after it. */
interface Lists {
  running: List | undefined;
  next: List | undefined;
}

const lists = new WeakMap<Engine, Lists>();

/**
 * All containers of a host, as they are after this was called. Many ask at a time, and each list tells of all: those
 * who ask in one turn share it. Those who ask while one is under way share the next, as what they did a moment ago may
 * be missing in that one.
 */
export function listContainers(engine: Engine): List {
  const known = listsOf(engine);
  known.next ??= listAfter(engine, known);
  return known.next;
}

function listsOf(engine: Engine): Lists {
  const known = lists.get(engine) ?? { running: undefined, next: undefined };
  lists.set(engine, known);
  return known;
}

async function listAfter(engine: Engine, lists: Lists): List {
  await Promise.allSettled([lists.running, nextTurn()]);
  lists.next = undefined;
  const running = engine.containers.list();
  lists.running = running;
  try {
    return await running;
  } finally {
    if (lists.running === running) lists.running = undefined;
  }
}
