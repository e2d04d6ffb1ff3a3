import type { ContainerInspectJson, ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { listContainers } from "./list";

/** What was asked before anybody needed it. */
interface Foreseen {
  readonly list: Promise<ContainerSummaryJson[]>;
  /** By name. */
  readonly containers: Map<string, Promise<ContainerInspectJson>>;
  /** In milliseconds. */
  readonly since: number;
}

/** Whoever reads a host that was foreseen to be read does so at once. */
const foreseenMilliseconds = 1000;

const foreseen = new WeakMap<Engine, Foreseen>();

/** Asks for what reads need that are about to begin: the list of all containers, and what these containers are. */
export function foreseeContainers(engine: Engine, names: readonly string[]): void {
  const list = engine.containers.list();
  const containers = new Map(names.map((name) => [name, engine.containers.inspect(name)]));
  // Who reads asks again, and is told.
  for (const asked of [list, ...containers.values()]) asked.catch(() => undefined);
  foreseen.set(engine, { list, containers, since: performance.now() });
}

/**
 * All containers of a host for who only reads: as they were a moment ago, if that was foreseen. What is about to change
 * something must not go by it.
 */
export function readContainers(engine: Engine): Promise<readonly ContainerSummaryJson[]> {
  return recent(engine)?.list.catch(() => listContainers(engine)) ?? listContainers(engine);
}

/** The same of one container. Each answer is given once. */
export function readOne(engine: Engine, name: string, signal: AbortSignal): Promise<ContainerInspectJson> {
  const ask = (): Promise<ContainerInspectJson> => engine.containers.inspect(name, signal);
  const { containers } = recent(engine) ?? {};
  const asked = containers?.get(name);
  containers?.delete(name);
  return asked?.catch(ask) ?? ask();
}

function recent(engine: Engine): Foreseen | undefined {
  const known = foreseen.get(engine);
  return known !== undefined && performance.now() - known.since <= foreseenMilliseconds ? known : undefined;
}
