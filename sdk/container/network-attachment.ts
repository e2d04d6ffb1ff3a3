import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network";

/** A network that the container joins. */
export interface NetworkAttachmentArgs {
  /** The network, or its name; `host`, `none` and `container:NAME` (the network of another container) go with no other. */
  network: Network | pulumi.Input<string>;
  /** More names under which the container is found on this network. */
  aliases?: pulumi.Input<pulumi.Input<string>[]>;
  /** Fixed IPv4 address. @default chosen by the engine */
  ipv4Address?: pulumi.Input<string>;
  /** Fixed IPv6 address. @default chosen by the engine */
  ipv6Address?: pulumi.Input<string>;
  /** Link-local addresses in addition. */
  linkLocalIps?: pulumi.Input<pulumi.Input<string>[]>;
  /** Fixed MAC address. Only the first network can have one. @default chosen by the engine @pattern ^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$ */
  macAddress?: pulumi.Input<string>;
  /** Options for the network's driver. */
  driverOpts?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The network with the highest gives the container its default gateway. Needs API 1.48. @default 0 @integer */
  gwPriority?: pulumi.Input<number>;
}
