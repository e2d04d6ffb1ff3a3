import { absentAsUndefined } from "../apply/container/observe";
import type { Engine } from "../docker/engine";
import { EngineRequestError, NotFoundError } from "../docker/errors";
import type { NetworkInspectJson } from "../docker/networks";
import { findNetwork } from "../apply/network/find";
import { forget } from "../apply/network/run-plan";
import { observeRecord } from "../apply/network/observe";
import { UserError } from "../errors";
import { networkOptions } from "../reconcile/network/options";
import { isOwnedBy } from "../reconcile/ownership";
import { readBackRows } from "../reconcile/table";
import { type Bag, UNKNOWN, type Value } from "./bag";
import { childInputs, identityDifferences, ownerOf } from "./child-inputs";
import { readOnHost, removeOnHost } from "./host-access";
import { childId, parseImportId } from "./import-id";
import { notThere, withoutName } from "./import-missing";
import {
  type Context,
  type DiffRequest,
  type DiffResult,
  type Lifecycle,
  PartialError,
  type ReadRequest,
  type ReadResult,
  type RemoveRequest,
} from "./lifecycle";
import { despiteBrokenConnection } from "./broken-connection";
import { applyNetwork } from "./network/apply";
import { NetworkInUseError } from "./network/errors";
import { checkNetwork, networkIdIn, networkOptionNames, networkState } from "./network/inputs";
import { rowDifferences } from "./table-differences";

/** The life of a Network. */
export const network: Lifecycle = {
  check: (context, request) => Promise.resolve(checkNetwork(context.urn, request)),
  diff: (_context, request) => diffNetwork(request),
  read: readNetwork,
  apply: (context, request) => despiteBrokenConnection(context, () => applyNetwork(context, request)),
  remove: removeNetwork,
};

function diffNetwork(request: DiffRequest): DiffResult {
  const olds = childInputs(request.oldInputs);
  const news = childInputs(request.news);
  const identity = identityDifferences(olds, news);
  // Two networks cannot have one range of addresses.
  const hasRanges = request.news.values["ipamConfigs"] !== undefined;
  const settings = rowDifferences(["reconnectForeign"], request).filter(({ isInput }) => isInput);
  return {
    differences: [...identity, ...rowDifferences(networkOptionNames, request), ...settings],
    deleteBeforeReplace: identity.length > 0 && olds.hostId === news.hostId && hasRanges,
  };
}

async function readNetwork(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { inputs } = request;
  if (inputs === undefined) return importNetwork(context, request.id);
  const { link, name } = childInputs(inputs);
  if (link === undefined || name === UNKNOWN) return undefined;
  const owner = ownerOf(context.urn, name);
  return readOnHost(context, link, request, async ({ engine, name: host }) => {
    const isOurs = ({ Id, Labels }: NetworkInspectJson): boolean =>
      Id === networkIdIn(request.state) || isOwnedBy(Labels, owner);
    const [found, record] = await Promise.all([
      findNetwork(engine, name, isOurs, context.signal),
      observeRecord(engine, owner, context.signal),
    ]);
    if (found === undefined || !isOurs(found.facts)) return undefined;
    const result = { id: request.id, inputs, state: networkState(inputs, found.facts) };
    if (found.twins.length > 0) {
      const reason = `Network ${name} is on ${host} more than once, since a connection broke. The next update puts that right.`;
      throw new PartialError(new UserError(reason), result);
    }
    if (record === undefined) return result;
    const off = record.map((container) => container.name).join(", ");
    const reason = `An interrupted change took containers off network ${name} on ${host}: ${off}. The next update puts back those that are not on it.`;
    throw new PartialError(new UserError(reason), result);
  });
}

async function importNetwork(context: Context, id: string): Promise<ReadResult> {
  const { address, name } = parseImportId(id);
  if (name === undefined) throw withoutName("network", id);
  const { session, link } = await context.hosts.locate(address, { purpose: "read", signal: context.signal });
  const found = await absentAsUndefined(() => session.engine.networks.inspect(name, context.signal));
  if (found === undefined) throw notThere("network", name, session);
  const options = readBackRows(networkOptions, found) as unknown as Record<string, Value>;
  const host = { ...link } as unknown as Value;
  const inputs: Bag = { values: { host, name: found.Name, ...options }, secrets: [] };
  return { id: childId(link.hostId, found.Name), inputs, state: networkState(inputs, found) };
}

async function removeNetwork(context: Context, request: RemoveRequest): Promise<void> {
  const { link, name } = childInputs(request.inputs);
  if (link === undefined || name === UNKNOWN) return;
  await removeOnHost(context, link, async ({ engine, name: host }) => {
    const owner = ownerOf(context.urn, name);
    const isOurs = ({ Id, Labels }: NetworkInspectJson): boolean =>
      Id === networkIdIn(request.state) || isOwnedBy(Labels, owner);
    const found = await findNetwork(engine, name, isOurs, context.signal);
    if (found === undefined || !isOurs(found.facts)) return;
    for (const each of [found.facts, ...found.twins]) await removeOne(context, engine, host, each);
    await forget(engine, owner);
  });
}

async function removeOne(
  { signal }: Context,
  { networks }: Engine,
  host: string,
  { Id, Name, Containers }: NetworkInspectJson,
): Promise<void> {
  try {
    await networks.remove(Id, signal);
  } catch (error) {
    if (error instanceof NotFoundError) return;
    const users = Object.values(Containers ?? {}).map((container) => container.Name);
    if (!(error instanceof EngineRequestError) || users.length === 0) throw error;
    throw new NetworkInUseError(
      `Network ${Name} on ${host} cannot be removed: containers are on it: ${users.join(", ")}. Disconnect or remove them.`,
      { cause: error },
    );
  }
}
