import { findNetwork } from "../../apply/network/find";
import { forget } from "../../apply/network/run-plan";
import type { Engine } from "../../docker/engine";
import { EngineRequestError, NotFoundError } from "../../docker/errors";
import type { NetworkInspectJson } from "../../docker/networks";
import { isOwnedBy } from "../../reconcile/ownership";
import { UNKNOWN } from "../bag";
import { childInputs, ownerOf } from "../child-inputs";
import { removeOnHost } from "../host-access";
import type { Context, RemoveRequest } from "../lifecycle";
import { NetworkInUseError } from "./errors";
import { networkIdIn } from "./inputs";

/** Removes a network of ours, with those of its name that a broken connection left. */
export async function removeNetwork(context: Context, request: RemoveRequest): Promise<void> {
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
