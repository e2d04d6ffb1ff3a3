import { absentAsUndefined } from "../apply/container/observe";
import { readBackRows } from "../reconcile/table";
import { volumeOptions } from "../reconcile/volume/options";
import { type Bag, UNKNOWN, type Value } from "./bag";
import { childInputs, identityDifferences, ownerOf } from "./child-inputs";
import { readOnHost, removeOnHost } from "./host-access";
import { childId, parseImportId } from "./import-id";
import { notThere, withoutName } from "./import-missing";
import type {
  Context,
  DiffRequest,
  DiffResult,
  Lifecycle,
  ReadRequest,
  ReadResult,
  RemoveRequest,
} from "./lifecycle";
import { rowDifferences } from "./table-differences";
import { applyVolume, destroy, volumeOptionNames, volumeState } from "./volume/apply";
import { checkVolume } from "./volume/check";
import { isOurs } from "./volume/owner";

/** The life of a Volume. */
export const volume: Lifecycle = {
  check: (context, request) => Promise.resolve(checkVolume(context.urn, request)),
  diff: (_context, request) => diffVolume(request),
  read: readVolume,
  apply: applyVolume,
  remove: removeVolume,
};

/** A change of labels is none: the engine cannot make it. */
function diffVolume(request: DiffRequest): DiffResult {
  const identity = identityDifferences(childInputs(request.oldInputs), childInputs(request.news));
  const options = volumeOptionNames.filter((name) => name !== "labels");
  const settings = rowDifferences(["forceDestroy"], request).filter(({ isInput }) => isInput);
  return {
    differences: [...identity, ...rowDifferences(options, request), ...settings],
    deleteBeforeReplace: false,
  };
}

async function readVolume(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { inputs } = request;
  if (inputs === undefined) return importVolume(context, request.id);
  const { link, name } = childInputs(inputs);
  if (link === undefined || name === UNKNOWN) return undefined;
  return readOnHost(context, link, request, async ({ engine }) => {
    const found = await absentAsUndefined(() => engine.volumes.inspect(name, context.signal));
    if (found === undefined || !isOurs(found, ownerOf(context.urn, name), request.state)) return undefined;
    return { id: request.id, inputs, state: volumeState(inputs, found) };
  });
}

async function importVolume(context: Context, id: string): Promise<ReadResult> {
  const { address, name } = parseImportId(id);
  if (name === undefined) throw withoutName("volume", id);
  const { session, link } = await context.hosts.locate(address, { purpose: "read", signal: context.signal });
  const found = await absentAsUndefined(() => session.engine.volumes.inspect(name, context.signal));
  if (found === undefined) throw notThere("volume", name, session);
  const options = readBackRows(volumeOptions, found) as unknown as Record<string, Value>;
  const host = { ...link } as unknown as Value;
  const inputs: Bag = { values: { host, name: found.Name, ...options }, secrets: [] };
  return { id: childId(link.hostId, found.Name), inputs, state: volumeState(inputs, found) };
}

async function removeVolume(context: Context, request: RemoveRequest): Promise<void> {
  const { link, name } = childInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) return;
  await removeOnHost(context, link, async (session) => {
    const found = await absentAsUndefined(() => session.engine.volumes.inspect(name, context.signal));
    if (found === undefined || !isOurs(found, ownerOf(context.urn, name), request.state)) return;
    await destroy(context, session, found, request.inputs);
  });
}
