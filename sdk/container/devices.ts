import type * as pulumi from "@pulumi/pulumi";

/** A device of the host that the container may use. */
export interface DeviceArgs {
  /**
   * Path on the host. One that is not there is refused before anything is changed, by a preview already; of the engine
   * of this machine, which may run in a virtual one, only its start tells. @pattern ^/
   */
  hostPath: pulumi.Input<string>;
  /** Path in the container. @default the path on the host @pattern ^/ */
  containerPath?: pulumi.Input<string>;
  /** What the container may do: of `r` (read), `w` (write) and `m` (make the node). @default rwm @pattern ^[rwm]{1,3}$ */
  permissions?: pulumi.Input<string>;
}

/** Devices that a driver on the host finds and hands in: all GPUs are `{ count: -1, capabilities: [["gpu"]] }`. */
export interface DeviceRequestArgs {
  /** Name of the driver, e.g. `nvidia`. @default the one that has the capabilities */
  driver?: pulumi.Input<string>;
  /** How many devices; -1 = all. @default 0 @integer @minimum -1 */
  count?: pulumi.Input<number>;
  /** The devices by their ids, rather than a count. */
  deviceIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Capabilities that a device must have: all of one of these lists. */
  capabilities?: pulumi.Input<pulumi.Input<pulumi.Input<string>[]>[]>;
  /** Options for the driver. */
  options?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
