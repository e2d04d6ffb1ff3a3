import { isDeepStrictEqual } from "node:util";
import type { ContainerFacts } from "../observe";
import type { Attachment, ContainerSpec, OptionOf } from "./option";

/** An attachment as users write it. */
export type NetworkAttachment = NonNullable<ContainerSpec["networks"]>[number];

/** What a container is on when nothing is said. */
const DEFAULT_NETWORK = "bridge";

export const networks: OptionOf<"networks"> = {
  field: "NetworkingConfig.EndpointsConfig",
  default: "the engine's network `bridge`",
  inPlace: "connect",
  write: (value, { attachments }) => {
    attachments.push(...value.map(toAttachment));
  },
  read: (facts) =>
    Object.entries(facts.networks).map(([network, { aliases, ipv4Address, ipv6Address }]) => ({
      network,
      ...(aliases.length > 0 ? { aliases: [...aliases] } : {}),
      ...(ipv4Address === undefined ? {} : { ipv4Address }),
      ...(ipv6Address === undefined ? {} : { ipv6Address }),
    })),
  unset: () => [{ network: DEFAULT_NETWORK }],
  canonical: canonicalTexts,
  same: (wanted = [], found = [], { facts }) =>
    isDeepStrictEqual(
      canonicalTexts(wanted.map((attachment) => withoutImplied(attachment, facts))),
      canonicalTexts(found),
    ),
};

function canonicalTexts(attachments: readonly NetworkAttachment[]): string[] {
  return (attachments.length === 0 ? [{ network: DEFAULT_NETWORK }] : attachments).map(canonicalText).sort();
}

/** An attachment without the alias that it has anyway: its host name, which the engine may have added by itself. */
export function withoutImplied(attachment: NetworkAttachment, { config }: ContainerFacts): NetworkAttachment {
  const { aliases, ...rest } = attachment;
  return aliases === undefined
    ? rest
    : { ...rest, aliases: aliases.filter((alias) => alias !== config.Hostname) };
}

/** One spelling of an attachment. */
export function canonicalText(attachment: NetworkAttachment): string {
  const { network, aliases = [], ipv4Address = "", ipv6Address = "" } = attachment;
  return JSON.stringify([network, [...new Set(aliases)].sort(), ipv4Address, ipv6Address.toLowerCase()]);
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
  const { network, aliases, ipv4Address, ipv6Address } = attachment;
  const fixed = ipv4Address !== undefined || ipv6Address !== undefined;
  return {
    network,
    endpoint: {
      ...(aliases === undefined || aliases.length === 0 ? {} : { Aliases: aliases }),
      ...(fixed
        ? {
            IPAMConfig: {
              ...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
              ...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
            },
          }
        : {}),
    },
  };
}
