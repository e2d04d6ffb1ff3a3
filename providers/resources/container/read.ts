import {
  absentAsUndefined,
  defaultsOfImage,
  observeContainers,
  observeOne,
} from "../../apply/container/observe";
import { readContainers, readOne } from "../../apply/container/foreseen";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { UserError } from "../../errors";
import { readBack } from "../../reconcile/container/compare";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { slotNames } from "../../reconcile/container/settle";
import { findSlots } from "../../reconcile/container/slots";
import { isOwnedBy, type Owner } from "../../reconcile/ownership";
import { type Bag, UNKNOWN, type Value } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { readOnHost } from "../host-access";
import { childId, parseImportId } from "../import-id";
import { notThere, withoutName } from "../import-missing";
import { type Context, PartialError, type ReadRequest, type ReadResult } from "../lifecycle";
import { withoutDamagedFiles } from "./files";
import { specIn } from "./inputs";
import { defaultsOf } from "./look";
import { containerIdIn, containerState, imageIdIn } from "./state";

/** Reads a container for a refresh, or for an import by `user@address:port/name`. */
export async function readContainer(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { inputs } = request;
  if (inputs === undefined) return importContainer(context, request.id);
  const { link, name } = childInputs(inputs);
  if (link === undefined || name === UNKNOWN) return undefined;
  const owner = ownerOf(context.urn, name);
  return readOnHost(context, link, request, async (session) => {
    const { engine } = session;
    const knownId = containerIdIn(request.state);
    const imageId = imageIdIn(request.state);
    // Most likely it still is the container's, and then its defaults are there as soon as the container is.
    if (imageId !== undefined) defaultsOfImage(engine, imageId).catch(() => undefined);
    const [found, all] = await Promise.all([
      find(engine, owner, knownId, context.signal),
      readContainers(engine),
    ]);
    if (found === undefined) return undefined;
    const spec = specIn(inputs);
    const facts = await withoutDamagedFiles(context, session, inputs, found);
    const state = containerState(inputs, facts, await defaultsOf(engine, found, spec, spec, context.signal));
    const left = leftovers(all, owner, found);
    if (left.length === 0) return { id: request.id, inputs, state };
    const reason = `An interrupted or failed change left ${left.join(" and ")} on ${session.name}. The next update clears it away.`;
    throw new PartialError(new UserError(reason), { id: request.id, inputs, state });
  });
}

async function find(
  engine: Engine,
  owner: Owner,
  knownId: string | undefined,
  signal: AbortSignal,
): Promise<ContainerFacts | undefined> {
  const { name } = owner;
  const named = await observeOne(engine, name, signal, readOne(engine, name, signal));
  if (named !== undefined && (named.id === knownId || isOwnedBy(named.labels, owner))) return named;
  const { slots } = await observeContainers(engine, owner, knownId, signal);
  return slots.current ?? slots.renamed ?? slots.previous;
}

function leftovers(
  all: readonly ContainerSummaryJson[],
  owner: Owner,
  found: ContainerFacts,
): readonly string[] {
  const { slots } = findSlots(all, owner, found.id);
  const [, next = "", previous = ""] = slotNames(owner.name);
  return [slots.next === undefined ? [] : next, slots.previous === undefined ? [] : previous]
    .flat()
    .filter((name) => name !== found.name);
}

/** What the inputs of an imported container cannot say, and what would be lost by that. */
function warnOfLoss(context: Context, { name, hostConfig }: ContainerFacts, host: string): void {
  if (hostConfig.AutoRemove === true) {
    throw new UserError(
      `Container ${name} on ${host} was made with --rm: as soon as it is stopped it is gone, and could not serve again ` +
        `when a change of it fails. Make it anew without it, and import that one.`,
    );
  }
  if ((hostConfig.Links ?? []).length > 0) {
    context.log(
      "warning",
      `${name} was made with --link, which no option stands for: its next version will not have it. The aliases of a network do the same.`,
    );
  }
}

async function importContainer(context: Context, id: string): Promise<ReadResult> {
  const { address, name } = parseImportId(id);
  if (name === undefined) throw withoutName("container", id);
  const { signal } = context;
  const { session, link } = await context.hosts.locate(address, { purpose: "read", signal });
  const json = await absentAsUndefined(() => observeOne(session.engine, name, signal));
  if (json === undefined) throw notThere("container", name, session);
  warnOfLoss(context, json, session.name);
  const known = { image: "" };
  const defaults = await defaultsOf(session.engine, json, known, undefined, signal);
  // What is in them is not read back: it may be secret, and nobody could tell.
  const { files, ...options } = readBack(json, defaults);
  if (files !== undefined) {
    context.log(
      "info",
      `${name} has files of Moorage's: give them in the program as they were given before.`,
    );
  }
  const values = { host: { ...link } as unknown as Value, name: json.name, ...options };
  // Nobody can tell which of the variables are secrets.
  const secrets = "env" in values ? [["env"]] : [];
  const inputs: Bag = { values: values as Record<string, Value>, secrets };
  return { id: childId(link.hostId, json.name), inputs, state: containerState(inputs, json, defaults) };
}
