import { isDeepStrictEqual } from "node:util";
import type { ContainerFacts } from "../observe";
import { resolved } from "./reference";
import type { Attachment, ContainerSpec, OptionOf } from "./option";

/** An attachment as users write it. */
export type NetworkAttachment = NonNullable<ContainerSpec["networks"]>[number];

/** What a container is on when nothing is said. */
const DEFAULT_NETWORK = "bridge";

export const networks: OptionOf<"networks"> = {
  fields: [
    "HostConfig.NetworkMode",
    "MacAddress",
    ...["Aliases[]", "IPAMConfig.IPv4Address", "IPAMConfig.IPv6Address", "IPAMConfig.LinkLocalIPs[]"].map(
      endpointField,
    ),
    ...["MacAddress", "DriverOpts{}", "GwPriority"].map(endpointField),
  ],
  newer: [{ part: "[].gwPriority", field: endpointField("GwPriority"), since: "1.48" }],
  readAt: "`NetworkSettings.Networks`",
  refusal: /mac[- ]address|MacAddress/i,
  default: "the engine's network `bridge`",
  inPlace: "connect",
  write: (value, { attachments }) => {
    attachments.push(...value.map(toAttachment));
  },
  read: (facts) =>
    isShared(facts) ? [{ network: facts.hostConfig.NetworkMode ?? "" }] : readAttachments(facts),
  unset: () => [{ network: DEFAULT_NETWORK }],
  canonical: canonicalTexts,
  same: (wanted = [], found = [], { facts, formerly, defaults }) => {
    const known = ({ network, ...rest }: NetworkAttachment) => ({
      ...rest,
      network: resolved(network, defaults) ?? network,
    });
    return (
      !macChanges(wanted, facts, formerly) &&
      isDeepStrictEqual(
        canonicalTexts(wanted.map((attachment) => known(withoutImplied(attachment, facts)))),
        canonicalTexts(found.map((attachment) => known(withoutMac(attachment)))),
      )
    );
  },
};

/** Whether a container is on the network of another one: then the engine tells of no network. */
function isShared({ hostConfig }: ContainerFacts): boolean {
  return hostConfig.NetworkMode?.startsWith("container:") === true;
}

function readAttachments({ networks, config, hostConfig }: ContainerFacts): NetworkAttachment[] {
  return Object.entries(networks).map(([network, facts]) => {
    const { aliases, ipv4Address, ipv6Address, linkLocalIps, driverOpts, gwPriority } = facts;
    // Of the address on another network nobody can tell whether it was given or chosen.
    const mac = network === (hostConfig.NetworkMode ?? "") ? config.MacAddress : undefined;
    return {
      network,
      ...(aliases.length > 0 ? { aliases: [...aliases] } : {}),
      ...(ipv4Address === undefined ? {} : { ipv4Address }),
      ...(ipv6Address === undefined ? {} : { ipv6Address }),
      ...(linkLocalIps.length > 0 ? { linkLocalIps: [...linkLocalIps] } : {}),
      ...(mac ? { macAddress: mac } : {}),
      ...(Object.keys(driverOpts).length > 0 ? { driverOpts: { ...driverOpts } } : {}),
      ...(gwPriority === 0 ? {} : { gwPriority }),
    };
  });
}

function endpointField(key: string): string {
  return `NetworkingConfig.EndpointsConfig{}.${key}`;
}

/** Whether a MAC address is to be another: the engine sets it when it makes the container, and only then in all versions. */
export function macChanges(
  wanted: readonly NetworkAttachment[],
  { networks, status }: ContainerFacts,
  formerly: ContainerSpec | undefined,
): boolean {
  return wanted.some(({ network, macAddress }) => {
    const facts = networks[network];
    const found = facts?.macAddress?.toLowerCase();
    if (macAddress !== undefined) {
      // One that does not run has none.
      return found === undefined
        ? facts === undefined || status === "running"
        : found !== macAddress.toLowerCase();
    }
    const before = formerly?.networks?.find((attachment) => attachment.network === network)?.macAddress;
    return before !== undefined && before.toLowerCase() === found;
  });
}

function withoutMac(attachment: NetworkAttachment): NetworkAttachment {
  const rest = { ...attachment };
  delete rest.macAddress;
  return rest;
}

function canonicalTexts(attachments: readonly NetworkAttachment[]): string[] {
  return (attachments.length === 0 ? [{ network: DEFAULT_NETWORK }] : attachments).map(canonicalText).sort();
}

/**
 * An attachment without what is not compared with what was observed: the alias that it has anyway, its host name, which
 * the engine may have added by itself; and its MAC address, see `macChanges`.
 */
export function withoutImplied(attachment: NetworkAttachment, { config }: ContainerFacts): NetworkAttachment {
  const { aliases, ...rest } = withoutMac(attachment);
  return aliases === undefined
    ? rest
    : { ...rest, aliases: aliases.filter((alias) => alias !== config.Hostname) };
}

/** One spelling of an attachment. */
export function canonicalText(attachment: NetworkAttachment): string {
  const { network, aliases = [], ipv4Address = "", ipv6Address = "", macAddress = "" } = attachment;
  const { linkLocalIps = [], driverOpts = {}, gwPriority = 0 } = attachment;
  return JSON.stringify([
    network,
    [...new Set(aliases)].sort(),
    ...[ipv4Address, ipv6Address, macAddress].map((address) => address.toLowerCase()),
    [...linkLocalIps].sort(),
    Object.entries(driverOpts).sort(([a], [b]) => (a < b ? -1 : 1)),
    gwPriority,
  ]);
}

/** Whether a network is one of those that a container is put on once and for all. */
export function isFixed(network: string): boolean {
  return network === "host" || network === "none" || network.startsWith("container:");
}

/** The attachments of a spec; the engine's own network where it names none. */
export function attachmentsOf(spec: ContainerSpec): readonly NetworkAttachment[] {
  return spec.networks === undefined || spec.networks.length === 0
    ? [{ network: DEFAULT_NETWORK }]
    : spec.networks;
}

export function toAttachment(attachment: NetworkAttachment): Attachment {
  const { network, aliases, ipv4Address, ipv6Address, linkLocalIps, macAddress, driverOpts, gwPriority } =
    attachment;
  const fixed = {
    ...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
    ...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
    ...(linkLocalIps === undefined ? {} : { LinkLocalIPs: linkLocalIps }),
  };
  return {
    network,
    endpoint: {
      ...(aliases === undefined || aliases.length === 0 ? {} : { Aliases: aliases }),
      ...(Object.keys(fixed).length === 0 ? {} : { IPAMConfig: fixed }),
      ...(macAddress === undefined ? {} : { MacAddress: macAddress }),
      ...(driverOpts === undefined ? {} : { DriverOpts: driverOpts }),
      ...(gwPriority === undefined ? {} : { GwPriority: gwPriority }),
    },
  };
}
