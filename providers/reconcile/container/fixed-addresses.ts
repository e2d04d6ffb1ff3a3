import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { IpamConfigJson, NetworkInspectJson } from "../../docker/networks";
import type { ContainerSpec } from "./options/option";

/** An address that a container asks for on a network. */
export interface FixedAddress {
  readonly address: string;
  /** Name or id of the network. */
  readonly network: string;
  /** Where it is asked for, `networks[0].ipv4Address`. */
  readonly property: string;
}

/** Why a container cannot have an address; `holder` is the container that has it. */
export type AddressProblem =
  | { readonly kind: "outside"; readonly subnets: readonly string[] }
  | { readonly kind: "reserved"; readonly what: string }
  | { readonly kind: "taken"; readonly holder: ContainerSummaryJson };

/** All addresses that a spec asks for. */
export function fixedAddresses(spec: ContainerSpec): readonly FixedAddress[] {
  return (spec.networks ?? []).flatMap((attachment, index) =>
    (["ipv4Address", "ipv6Address"] as const).flatMap((key) => {
      const address = attachment[key];
      const { network } = attachment;
      return address === undefined ? [] : [{ address, network, property: `networks[${index}].${key}` }];
    }),
  );
}

/** Whether an address lies in none of some subnets; where none is known, nobody can tell. */
export function outsideOf(address: string, subnets: readonly string[]): AddressProblem | undefined {
  if (subnets.length === 0) return undefined;
  const list = new BlockList();
  for (const subnet of subnets) {
    const [first = "", bits = ""] = subnet.split("/");
    list.addSubnet(first, Number(bits), family(first));
  }
  return list.check(address, family(address)) ? undefined : { kind: "outside", subnets };
}

/** The subnets of a network. */
export function subnetsOf({ IPAM }: Pick<NetworkInspectJson, "IPAM">): readonly string[] {
  return (IPAM.Config ?? []).flatMap(({ Subnet }) => Subnet || []);
}

/** Who else has an address on a network. `ours` are ids of containers that give it up for this one. */
export function holderOf(
  address: string,
  network: NetworkInspectJson,
  all: readonly ContainerSummaryJson[],
  ours: ReadonlySet<string>,
): AddressProblem | undefined {
  for (const config of network.IPAM.Config ?? []) {
    const { AuxiliaryAddresses } = config;
    if (isSame(config.Gateway || chosenGateway(network, config), address))
      return { kind: "reserved", what: "its gateway's" };
    const name = Object.entries(AuxiliaryAddresses ?? {}).find(([, kept]) => isSame(kept, address))?.[0];
    if (name !== undefined) return { kind: "reserved", what: `kept for ${name}` };
  }
  const holder = all.find(
    ({ Id, NetworkSettings }) =>
      !ours.has(Id) &&
      Object.values(NetworkSettings?.Networks ?? {}).some(
        ({ NetworkID, IPAddress, GlobalIPv6Address }) =>
          NetworkID === network.Id && (isSame(IPAddress, address) || isSame(GlobalIPv6Address, address)),
      ),
  );
  return holder && { kind: "taken", holder };
}

/** The gateway of which engines don't tell where they choose it themselves: the first address there is. */
function chosenGateway(
  { Driver, Internal }: NetworkInspectJson,
  { Subnet = "", IPRange }: IpamConfigJson,
): string | undefined {
  const [base = "", bits = ""] = Subnet.split("/");
  if (Driver !== "bridge" || Internal || IPRange || !isIPv4(base)) return undefined;
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = number - (number % size) + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

function isSame(one: string | undefined, other: string): boolean {
  if (!one || family(one) !== family(other)) return false;
  const list = new BlockList();
  list.addAddress(one, family(one));
  return list.check(other, family(other));
}

function family(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}
