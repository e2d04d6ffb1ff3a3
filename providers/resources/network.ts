import { absentAsUndefined } from "../apply/container/observe";
import type { NetworkInspectJson } from "../docker/networks";
import { findNetwork } from "../apply/network/find";
import { observeRecord } from "../apply/network/observe";
import { UserError } from "../errors";
import { networkOptions } from "../reconcile/network/options";
import { isOwnedBy } from "../reconcile/ownership";
import { readBackRows } from "../reconcile/table";
import { type Bag, UNKNOWN, type Value } from "./bag";
import { childInputs, identityDifferences, ownerOf } from "./child-inputs";
import { readOnHost } from "./host-access";
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
} from "./lifecycle";
import { despiteBrokenConnection } from "./broken-connection";
import type * as applying from "./network/apply";
import { checkNetwork, networkIdIn, networkOptionNames, networkState } from "./network/inputs";
import type * as removing from "./network/remove";
import { rowDifferences } from "./table-differences";

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait */
// Most often nothing changes.
const changes = {
  apply: () => (require("./network/apply") as typeof applying).applyNetwork,
  remove: () => (require("./network/remove") as typeof removing).removeNetwork,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The life of a Network. */
export const network: Lifecycle = {
  check: (context, request) => Promise.resolve(checkNetwork(context.urn, request)),
  diff: (_context, request) => diffNetwork(request),
  read: readNetwork,
  apply: (context, request) => despiteBrokenConnection(context, () => changes.apply()(context, request)),
  remove: (context, request) => changes.remove()(context, request),
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
