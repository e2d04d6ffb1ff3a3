import type { Engine } from "../../docker/engine";
import type { NetworkInspectJson } from "../../docker/networks";
import { observeContainer } from "../../reconcile/container/observe";
import type { Attached } from "../../reconcile/network/plan";
import { isOfStack } from "../../reconcile/ownership";
import { absentAsUndefined } from "../container/observe";

/** The containers on a network, those that do not run too. */
export async function observeAttached(
  engine: Engine,
  network: NetworkInspectJson,
  stack: string,
  signal: AbortSignal,
): Promise<readonly Attached[]> {
  const listed = await engine.containers.list({ filters: { network: [network.Id] }, signal });
  const found = await Promise.all(
    listed.map(({ Id }) => absentAsUndefined(() => engine.containers.inspect(Id, signal))),
  );
  return found.flatMap((json) => {
    const facts = json && observeContainer(json);
    const endpoint = facts?.networks[network.Name];
    if (facts === undefined || endpoint === undefined) return [];
    const { aliases, ipv4Address, ipv6Address } = endpoint;
    return [
      {
        id: facts.id,
        name: facts.name,
        isOfStack: isOfStack(facts.labels, stack),
        endpoint: {
          ...(aliases.length === 0 ? {} : { Aliases: aliases }),
          IPAMConfig: {
            ...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
            ...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
          },
        },
      },
    ];
  });
}
