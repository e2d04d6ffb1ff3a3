import type { ConfigJson, ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { NotFoundError } from "../../docker/errors";
import {
  type ContainerFacts,
  mayNameGoneNetworks,
  observeContainer,
  withoutGoneNetworks,
} from "../../reconcile/container/observe";
import { findSlots, type Slots, type Taken } from "../../reconcile/container/slots";
import type { Owner } from "../../reconcile/ownership";
import { abortable } from "../../ssh/abortable";
import { listContainers } from "./list";

/** All of a host that matters to one container. */
export interface Observation {
  readonly slots: Slots<ContainerFacts>;
  /** Names that are needed and belong to somebody else. */
  readonly taken: readonly Taken[];
  /** All containers of the host. */
  readonly all: readonly ContainerSummaryJson[];
}

/** Looks for a resource's containers, by their names, their labels, and the id that its state knows. */
export async function observeContainers(
  engine: Engine,
  owner: Owner,
  knownId: string | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  const all = await abortable(listContainers(engine), signal, `looking at the containers of ${engine.name}`);
  const { slots, taken } = findSlots(all, owner, knownId);
  const facts = async (id: string | undefined) =>
    id === undefined ? undefined : observeOne(engine, id, signal);
  const [current, next, previous, renamed] = await Promise.all([
    facts(slots.current),
    facts(slots.next),
    facts(slots.previous),
    facts(slots.renamed),
  ]);
  return { slots: { current, next, previous, renamed }, taken, all };
}

/** Observes one container by id or name; undefined when the engine says that it is not there. */
export async function observeOne(
  engine: Engine,
  id: string,
  signal: AbortSignal | undefined,
): Promise<ContainerFacts | undefined> {
  return absentAsUndefined(async () => {
    const facts = observeContainer(await engine.containers.inspect(id, signal));
    if (!mayNameGoneNetworks(facts)) return facts;
    const existing = await engine.networks.list(signal);
    return withoutGoneNetworks(facts, new Set(existing.map(({ Id }) => Id)));
  });
}

const imageConfigs = new WeakMap<Engine, Map<string, Promise<ConfigJson | undefined>>>();

/** Configuration of an image by its id, asked once per engine: an id's content never changes. */
export function imageConfig(engine: Engine, imageId: string): Promise<ConfigJson | undefined> {
  const known = imageConfigs.get(engine) ?? new Map<string, Promise<ConfigJson | undefined>>();
  imageConfigs.set(engine, known);
  const cached = known.get(imageId);
  if (cached !== undefined) return cached;
  const asked = absentAsUndefined(async () => (await engine.images.inspect(imageId)).Config ?? {});
  known.set(imageId, asked);
  // Neither a failure nor an absence is worth keeping.
  const forget = () => known.delete(imageId);
  asked.then((config) => config === undefined && forget(), forget);
  return asked;
}

/** The answer, or undefined where the engine says that the object is not there. */
export async function absentAsUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
