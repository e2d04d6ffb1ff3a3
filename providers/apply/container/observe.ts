import type { ConfigJson, ContainerInspectJson, ContainerSummaryJson } from "../../docker/container-json";
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
  inspected: Promise<ContainerInspectJson> = engine.containers.inspect(id, signal),
): Promise<ContainerFacts | undefined> {
  return absentAsUndefined(async () => {
    const facts = observeContainer(await inspected);
    if (!mayNameGoneNetworks(facts)) return facts;
    const existing = await engine.networks.list(signal);
    return withoutGoneNetworks(facts, new Set(existing.map(({ Id }) => Id)));
  });
}

/** What an image gives its containers. */
export interface ImageDefaults {
  readonly config: ConfigJson;
  /** What it is for, `linux/amd64`. */
  readonly platform: string;
}

const imageDefaults = new WeakMap<Engine, Map<string, Promise<ImageDefaults | undefined>>>();

/** What an image of an id gives its containers, asked once per engine: an id's content never changes. */
export function defaultsOfImage(engine: Engine, imageId: string): Promise<ImageDefaults | undefined> {
  const known = imageDefaults.get(engine) ?? new Map<string, Promise<ImageDefaults | undefined>>();
  imageDefaults.set(engine, known);
  const cached = known.get(imageId);
  if (cached !== undefined) return cached;
  const asked = absentAsUndefined(() => askDefaults(engine, imageId));
  known.set(imageId, asked);
  // Neither a failure nor an absence is worth keeping.
  const forget = () => known.delete(imageId);
  asked.then((defaults) => defaults === undefined && forget(), forget);
  return asked;
}

async function askDefaults(engine: Engine, imageId: string): Promise<ImageDefaults> {
  const { Config, Os, Architecture, Variant } = await engine.images.inspect(imageId);
  const platform = [Os, Architecture, Variant].filter((part) => part !== undefined && part !== "").join("/");
  return { config: Config ?? {}, platform };
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
