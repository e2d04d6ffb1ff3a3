import type { ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";

type List = Promise<ContainerSummaryJson[]>;

/** The list under way on an engine, and the one that comes after it. */
interface Lists {
  readonly running: List;
  next: List | undefined;
}

const lists = new WeakMap<Engine, Lists>();

/**
 * All containers of a host, as they are after this was called. Many ask at a time, and each list tells of all: those
 * who ask while one is under way share the next, as what they did a moment ago may be missing in that one.
 */
export function listContainers(engine: Engine): List {
  const known = lists.get(engine);
  if (known === undefined) return begin(engine);
  known.next ??= known.running.then(
    () => begin(engine),
    () => begin(engine),
  );
  return known.next;
}

function begin(engine: Engine): List {
  const running = engine.containers.list();
  const entry: Lists = { running, next: undefined };
  lists.set(engine, entry);
  const forget = (): void => {
    if (entry.next === undefined) lists.delete(engine);
  };
  running.then(forget, forget);
  return running;
}
