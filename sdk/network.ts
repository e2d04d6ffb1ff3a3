import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower } from "./link";
import { isNoun, token, withVersion } from "./token";

/** A range of addresses of a network. */
export interface IpamConfigArgs {
  /** Subnet in CIDR form, e.g. `10.20.0.0/24`. */
  subnet: pulumi.Input<string>;
  /** Part of the subnet from which containers get addresses, in CIDR form. @default the whole subnet */
  ipRange?: pulumi.Input<string>;
  /** Address of the gateway. @default chosen by the engine */
  gateway?: pulumi.Input<string>;
  /** Addresses that containers must not get, by name. */
  auxAddress?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** The host that gets the network. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /** Name of the network on the host. A change makes a new network. @default `<project>-<stack>-<name>`, which stays when the stack is renamed @replace */
  name?: pulumi.Input<string>;
  /** Network driver. @default bridge */
  driver?: pulumi.Input<string>;
  /** Whether the network has no way out of the host. @default false */
  internal?: pulumi.Input<boolean>;
  /** Whether IPv6 is enabled. @default false */
  ipv6?: pulumi.Input<boolean>;
  /** Name of the address-management driver. @default default */
  ipamDriver?: pulumi.Input<string>;
  /** Options of the address-management driver. */
  ipamOptions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Ranges of addresses. @default chosen by the engine */
  ipamConfigs?: pulumi.Input<pulumi.Input<IpamConfigArgs>[]>;
  /** Options of the driver, e.g. `com.docker.network.bridge.name`. */
  options?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Labels. Those that begin with `io.moorage.` are Moorage's own. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Whether containers that are not of this stack may be off the network for a moment when it has to be made anew.
   * Without it that is refused at preview, with their names. @default false
   */
  reconnectForeign?: pulumi.Input<boolean>;
}

/**
 * A network on a host. Containers on it reach each other by name. The engine cannot change a network: it is made anew,
 * and the containers on it are disconnected before and connected again after that. They keep running, and keep their
 * aliases and the IP addresses that they were given; addresses that the engine chose may change. A run that is killed in
 * between is put right by the next one.
 *
 * @example
 * const backend = new moorage.Network("backend", { host: web });
 */
export class Network extends pulumi.CustomResource {
  /** Name of the network on the host. */
  declare readonly name: pulumi.Output<string>;
  /** The engine's id of the network. Changes whenever it is made anew. */
  declare readonly networkId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, options?: pulumi.CustomResourceOptions) {
    super(
      token("Network"),
      name,
      { name: undefined, ...(lower(args) as NetworkArgs), networkId: undefined },
      withVersion(options),
    );
  }

  /** Whether a value is a Network. */
  static override isInstance(value: unknown): value is Network {
    return isNoun(value, "Network");
  }
}
