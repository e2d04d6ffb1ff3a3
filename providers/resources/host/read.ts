import type { EngineInfo } from "../../../sdk/host";
import type { HostLink } from "../../../sdk/link";
import { CancelledError, UserError } from "../../errors";
import { readDaemonFile } from "../../linux/daemon-settings";
import { settingsAt } from "../../linux/daemon-json";
import type { MachineFacts } from "../../linux/facts";
import type { Machine } from "../../linux/machine";
import { type Bag, emptyBag, type Value } from "../bag";
import { isLoginRefused } from "../host-errors";
import { parseImportId } from "../import-id";
import {
  type Context,
  type HostAddress,
  type HostConnection,
  PartialError,
  type ReadRequest,
  type ReadResult,
} from "../lifecycle";
import { explained } from "./host-key";
import { hostAddress, hostInputs, type HostInputs, hostLink } from "./inputs";
import { readLocalHost } from "./local";
import { machineOf } from "./machine";
import { hostFacts, hostState, type KnownHost, readEngine, stateBag } from "./state";
import { observeTrust } from "./trust";

/** Reads what a host is now, for a refresh or an import. Undefined where another machine, or a rebuilt one, answers. */
export async function readHost(context: Context, request: ReadRequest): Promise<ReadResult> {
  const { inputs } = request;
  if (inputs === undefined) return importHost(context, request.id);
  const stored = { id: request.id, inputs, state: request.state ?? emptyBag };
  try {
    return await refreshHost(context, inputs, stored.state);
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    if (!isLoginRefused(error)) throw new PartialError(error, stored);
    // A refresh before the program has run has only the former credentials; the program may bring the right ones.
    context.log("warning", `${error.message}\n${context.urn.name} is taken to be as it was.`);
    return stored;
  }
}

async function refreshHost(context: Context, bag: Bag, stateBefore: Bag): Promise<ReadResult> {
  const inputs = hostInputs(bag);
  const before = hostState(stateBefore);
  if (inputs.local) {
    const state = await readLocalHost(context, inputs.socketPath, "read");
    return before.hostId === state.hostId ? found(context, state, bag) : undefined;
  }
  const address = hostAddress(inputs, before.link?.hostKeys);
  const host = await reach(context, address, inputs);
  const looked = lookAtEngine(context, host);
  // On another machine than the one that is looked for it does not matter how its engine is.
  looked.catch(() => undefined);
  const machine = await machineOf(context, host, inputs.installTimeoutSeconds);
  const { facts } = machine;
  if (facts.hostId === undefined || facts.hostId !== before.hostId) return undefined;
  const link = hostLink(facts.hostId, address, [host.hostKey.line]);
  const state = observed(host, link, facts, await looked);
  return found(context, state, await withObservedSettings(context, bag, inputs, machine), host);
}

async function importHost(context: Context, id: string): Promise<ReadResult> {
  const { address, name } = parseImportId(id);
  if (name !== undefined)
    throw new UserError(
      `"${id}" names something on a host. A Host is imported by user@address:port, or by local.`,
    );
  if (address.local === true) {
    const state = await readLocalHost(context, undefined, "read");
    return found(context, state, { values: { local: true }, secrets: [] });
  }
  const { session, link } = await context.hosts.locate(address, { purpose: "read", signal: context.signal });
  const host = await context.hosts.connect(link, { purpose: "read", signal: context.signal });
  const { facts } = await machineOf(context, host, 0);
  const known = hostLink(session.hostId, link, [host.hostKey.line]);
  const state = observed(host, known, facts, await lookAtEngine(context, host));
  return found(context, state, { values: { connection: importedConnection(link) }, secrets: [] }, host);
}

async function reach(context: Context, address: HostAddress, inputs: HostInputs): Promise<HostConnection> {
  try {
    return await context.hosts.connect(address, {
      purpose: "read",
      signal: context.signal,
      label: context.urn.name,
    });
  } catch (error) {
    throw explained(error, inputs);
  }
}

async function lookAtEngine(context: Context, host: HostConnection): Promise<EngineInfo> {
  const { engine, access } = await host.openEngine(context.signal);
  const { info } = await readEngine(engine, access, context.signal);
  return info;
}

function observed(
  { hostKey }: HostConnection,
  link: HostLink,
  facts: MachineFacts,
  engine: EngineInfo,
): KnownHost {
  const { hostId } = link;
  return { link, hostId, hostKeyFingerprint: hostKey.fingerprint, engine, facts: hostFacts(facts) };
}

/** Inputs whose settings of the engine are those in force, so that a change made by hand is seen as one. */
async function withObservedSettings(
  { urn }: Context,
  bag: Bag,
  { daemon, trustedRegistries }: HostInputs,
  machine: Machine,
): Promise<Bag> {
  const values: Record<string, Value> = { ...bag.values };
  if (Object.keys(daemon).length > 0) {
    const { settings } = await readDaemonFile(machine);
    values["daemon"] = settingsAt(settings, daemon);
  }
  const trusted = await observeTrust(urn, machine, trustedRegistries);
  if (trusted.length === trustedRegistries.length) return { ...bag, values };
  values["trustedRegistries"] = trusted as unknown as Value;
  // Those after one that is missing are not at the places that are marked.
  const isMarked = bag.secrets.some(([first]) => first === "trustedRegistries");
  return { values, secrets: isMarked ? [...bag.secrets, ["trustedRegistries"]] : bag.secrets };
}

function found(context: Context, state: KnownHost, inputs: Bag, host?: HostConnection): ReadResult {
  context.hosts.adopt(state.link, context.urn, "read", host);
  return { id: state.hostId, inputs, state: stateBag(state, inputs) };
}

function importedConnection({
  address,
  port,
  user,
  credential,
}: HostAddress): Record<string, string | number> {
  const connection = { address, port: port === 22 ? undefined : port, user, credential };
  const given = Object.entries(connection).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Record<string, string | number>;
}
