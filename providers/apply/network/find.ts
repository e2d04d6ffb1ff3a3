import type { Engine } from "../../docker/engine";
import { EngineRequestError } from "../../docker/errors";
import type { NetworkInspectJson } from "../../docker/networks";
import { absentAsUndefined } from "../container/observe";

/** A network, and those that the engine has made of it besides. */
export interface FoundNetwork {
  readonly facts: NetworkInspectJson;
  /** Of the same resource and name: to be removed. */
  readonly twins: readonly NetworkInspectJson[];
}

/**
 * Looks for a network by its name; undefined where there is none. An engine that is asked a second time to make one
 * while it still makes the first, since a connection broke in between, makes two and then calls the name ambiguous.
 * Of ours the one that containers are on counts; one of somebody else before all.
 */
export async function findNetwork(
  engine: Engine,
  name: string,
  isOurs: (network: NetworkInspectJson) => boolean,
  signal?: AbortSignal,
): Promise<FoundNetwork | undefined> {
  try {
    const facts = await absentAsUndefined(() => engine.networks.inspect(name, signal));
    return facts && { facts, twins: [] };
  } catch (error) {
    if (!(error instanceof EngineRequestError && /ambiguous/.test(error.reason))) throw error;
    const [first, ...others] = await namesakes(engine, name, signal);
    const foreign = [first, ...others].find((network) => network !== undefined && !isOurs(network));
    if (first === undefined) throw error;
    if (foreign !== undefined) return { facts: foreign, twins: [] };
    return { facts: first, twins: others };
  }
}

/** All networks of a name, those that containers are on first. */
async function namesakes(
  { networks }: Engine,
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly NetworkInspectJson[]> {
  const listed = (await networks.list(signal)).filter(({ Name }) => Name === name);
  // Only a look at one tells who is on it.
  const found = await Promise.all(
    listed.map(({ Id }) => absentAsUndefined(() => networks.inspect(Id, signal))),
  );
  const users = ({ Containers }: NetworkInspectJson): number => Object.keys(Containers ?? {}).length;
  return found.filter((network) => network !== undefined).toSorted((a, b) => users(b) - users(a));
}
