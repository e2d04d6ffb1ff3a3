import { BlockList, isIPv6 } from "node:net";
import type { EndpointJson } from "../../docker/container-json";
import type { NetworkCreateJson } from "../../docker/networks";
import type { ContainerFacts, NetworkFacts } from "../container/observe";
import { networks, toAttachment } from "../container/options/networks";
import { NO_DEFAULTS } from "../container/options/option";

/** A container on a network. */
export interface Attached {
  readonly id: string;
  readonly name: string;
  /** What it takes to put it on the network again as it is. */
  readonly endpoint: EndpointJson;
  /** The address that it has there; undefined while it does not run. */
  readonly address: string | undefined;
  /** Whether it is of the same stack; others are not cut off unless that is allowed. */
  readonly isOfStack: boolean;
}

/** A container's attachment to a network; undefined where it is not on it. */
export function attachmentTo(
  network: string,
  facts: ContainerFacts,
): Pick<Attached, "id" | "name" | "endpoint" | "address"> | undefined {
  const found = facts.networks[network];
  const attachment = networks.read(facts, NO_DEFAULTS)?.find((each) => each.network === network);
  if (found === undefined || attachment === undefined) return undefined;
  const { endpoint } = toAttachment(attachment);
  const mac = givenMac(found);
  return {
    id: facts.id,
    name: facts.name,
    endpoint: mac === undefined ? endpoint : { ...endpoint, MacAddress: mac },
    address: found.address,
  };
}

/**
 * The engine allots addresses one after the other: those who are connected in the order of the addresses that it chose
 * for them have the best chance to get them again. Given addresses come first, so that nobody is allotted them.
 */
export function inOrder(attached: readonly Attached[]): readonly Attached[] {
  const rank = ({ endpoint, address }: Attached): number =>
    endpoint.IPAMConfig != null ? 0 : address === undefined ? 2 : 1;
  return attached.toSorted(
    (a, b) => rank(a) - rank(b) || compareNumbers(partsOf(a.address), partsOf(b.address)),
  );
}

/** A fixed address outside of a network's ranges would be refused; the container's own resource sets it right. */
export function fitting(endpoint: EndpointJson, network: NetworkCreateJson): EndpointJson {
  const { IPAMConfig, ...rest } = endpoint;
  const ranges = ranged(network);
  const fits = (address: string | undefined) =>
    address !== undefined && ranges.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  const { IPv4Address, IPv6Address, LinkLocalIPs } = IPAMConfig ?? {};
  const fixed = {
    ...(IPv4Address !== undefined && fits(IPv4Address) ? { IPv4Address } : {}),
    ...(IPv6Address !== undefined && fits(IPv6Address) ? { IPv6Address } : {}),
    ...(LinkLocalIPs === undefined ? {} : { LinkLocalIPs }),
  };
  return { ...rest, ...(Object.keys(fixed).length === 0 ? {} : { IPAMConfig: fixed }) };
}

/** A MAC address that the engine did not make of the address: one that was given, or that nobody can tell from it. */
function givenMac({ macAddress, address = "" }: NetworkFacts): string | undefined {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return macAddress === ["02", "42", ...bytes].join(":") ? undefined : macAddress;
}

function ranged({ IPAM }: NetworkCreateJson): BlockList {
  const list = new BlockList();
  for (const { Subnet = "" } of IPAM.Config ?? []) {
    const [address = "", bits = ""] = Subnet.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}

function partsOf(address = ""): readonly number[] {
  return address.split(".").map(Number);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
