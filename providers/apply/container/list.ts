import { setImmediate as nextTurn } from "node:timers/promises";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";

type List = Promise<ContainerSummaryJson[]>;

/** The list under way on an engine, and the one that comes after it. */
interface Lists {
  running: List | undefined;
  next: List | undefined;
  /** One that was asked for before anybody needed it, and when: in milliseconds. */
  foreseen: { readonly list: List; readonly since: number } | undefined;
}

/** Whoever reads a host that was foreseen to be read does so at once. */
const foreseenMilliseconds = 1000;

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

/** Asks for the list that reads need which are about to begin. */
export function foreseeList(engine: Engine): void {
  const list = engine.containers.list();
  // Who reads asks again, and is told.
  list.catch(() => undefined);
  listsOf(engine).foreseen = { list, since: performance.now() };
}

/**
 * The same for who only reads: as a list that was foreseen a moment ago tells it. What is about to change something
 * must not go by that.
 */
export function readContainers(engine: Engine): List {
  const { list, since } = listsOf(engine).foreseen ?? {};
  if (list === undefined || since === undefined || performance.now() - since > foreseenMilliseconds) {
    return listContainers(engine);
  }
  return list.catch(() => listContainers(engine));
}

function listsOf(engine: Engine): Lists {
  const known = lists.get(engine) ?? { running: undefined, next: undefined, foreseen: undefined };
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
