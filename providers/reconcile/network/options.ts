import type { NetworkArgs } from "../../../sdk/network";
import type { IpamConfigJson, NetworkCreateJson, NetworkInspectJson } from "../../docker/networks";
import type { Lowered } from "../../resources/lowered";
import { sameOnTop, type TextMap } from "../container/options/maps";
import { type Labels, type Owner, ownershipLabels, withoutOwnership } from "../ownership";
import type { Table } from "../table";

/** What a network shall be. */
export type NetworkSpec = Omit<Lowered<NetworkArgs>, "host" | "name" | "reconnectForeign">;

type IpamConfig = NonNullable<NetworkSpec["ipamConfigs"]>[number];

const DEFAULT_DRIVER = "bridge";
const DEFAULT_IPAM_DRIVER = "default";

/** Every option of a network. The engine can change none of a network that is there. */
export const networkOptions: Table<NetworkSpec, NetworkInspectJson> = {
  driver: {
    field: "Driver",
    unset: DEFAULT_DRIVER,
    refusal: /plugin .* not found/is,
    read: ({ Driver }) => Driver,
  },
  internal: { field: "Internal", unset: false, read: ({ Internal }) => Internal },
  ipv6: { field: "EnableIPv6", unset: false, refusal: /ipv6/i, read: ({ EnableIPv6 }) => EnableIPv6 },
  ipamDriver: {
    field: "IPAM.Driver",
    unset: DEFAULT_IPAM_DRIVER,
    refusal: /plugin .* not found/is,
    read: ({ IPAM }) => IPAM.Driver || DEFAULT_IPAM_DRIVER,
  },
  ipamOptions: {
    field: "IPAM.Options",
    unset: {},
    read: ({ IPAM }) => ({ ...IPAM.Options }),
    same: sameAsGiven,
  },
  ipamConfigs: {
    field: "IPAM.Config",
    unset: undefined,
    refusal: /ipam config|pool|subnet|ip-range|gateway|auxiliary|ip address|address space/i,
    read: ({ IPAM }) => (IPAM.Config ?? []).map(fromJson),
    same: sameRanges,
  },
  // Drivers add options of their own.
  options: {
    field: "Options",
    unset: {},
    refusal: /option|parse|bridge/i,
    read: ({ Options }) => ({ ...Options }),
    same: sameAsGiven,
  },
  labels: {
    field: "Labels",
    unset: {},
    read: ({ Labels }) => ({ ...withoutOwnership(Labels) }),
    same: (wanted, found = {}, formerly) => sameOnTop(wanted, found, {}, formerly),
  },
};

/** The engine's create request of a network. */
export function networkRequest(spec: NetworkSpec, owner: Owner, specHash: string): NetworkCreateJson {
  return {
    Name: owner.name,
    Driver: spec.driver ?? DEFAULT_DRIVER,
    Internal: spec.internal ?? false,
    EnableIPv6: spec.ipv6 ?? false,
    IPAM: {
      Driver: spec.ipamDriver ?? DEFAULT_IPAM_DRIVER,
      Options: spec.ipamOptions ?? {},
      Config: (spec.ipamConfigs ?? []).map(toJson),
    },
    Options: spec.options ?? {},
    Labels: { ...spec.labels, ...ownershipLabels(owner, specHash, "create") },
  };
}

/** The request that makes a network as it was. */
export function requestFromFacts(facts: NetworkInspectJson): NetworkCreateJson {
  const { Name, Driver, Internal, EnableIPv6, IPAM, Options, Labels } = facts;
  return {
    Name,
    Driver,
    Internal,
    EnableIPv6,
    IPAM,
    Options: Options ?? {},
    Labels: Labels ?? ({} as Labels),
  };
}

function sameAsGiven(wanted: TextMap, found: TextMap = {}, formerly: TextMap = {}): boolean {
  return (
    Object.entries(wanted).every(([key, value]) => found[key] === value) &&
    Object.keys(formerly).every((key) => Object.hasOwn(wanted, key) || !Object.hasOwn(found, key))
  );
}

/** The engine fills in what a range leaves open, and adds ranges of its own. */
function sameRanges(wanted: IpamConfig[], found: IpamConfig[] = [], formerly: IpamConfig[] = []): boolean {
  const bySubnet = new Map(found.map((range) => [range.subnet, range]));
  const isThere = (range: IpamConfig) => {
    const other = bySubnet.get(range.subnet);
    return (
      other !== undefined &&
      (range.ipRange ?? other.ipRange) === other.ipRange &&
      (range.gateway ?? other.gateway) === other.gateway &&
      sameAsGiven(range.auxAddress ?? {}, other.auxAddress)
    );
  };
  const subnets = wanted.map(({ subnet }) => subnet);
  const isGone = ({ subnet }: IpamConfig) => subnets.includes(subnet) || !bySubnet.has(subnet);
  return wanted.every(isThere) && formerly.every(isGone);
}

function toJson({ subnet, ipRange, gateway, auxAddress }: IpamConfig): IpamConfigJson {
  return {
    Subnet: subnet,
    ...(ipRange === undefined ? {} : { IPRange: ipRange }),
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(auxAddress === undefined ? {} : { AuxiliaryAddresses: auxAddress }),
  };
}

function fromJson(json: IpamConfigJson): IpamConfig {
  const auxAddress = json.AuxiliaryAddresses ?? {};
  return {
    subnet: json.Subnet ?? "",
    ...(json.IPRange ? { ipRange: json.IPRange } : {}),
    ...(json.Gateway ? { gateway: json.Gateway } : {}),
    ...(Object.keys(auxAddress).length > 0 ? { auxAddress: { ...auxAddress } } : {}),
  };
}
