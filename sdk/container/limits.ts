import type * as pulumi from "@pulumi/pulumi";

/** A limit of the kernel on each process of the container. */
export interface UlimitArgs {
  /** Name of the limit as of `RLIMIT_NOFILE`, in lower case: `nofile`, `nproc`, `memlock`, `core`. */
  name: pulumi.Input<string>;
  /** What holds at first; -1 = without limit. @integer @minimum -1 */
  soft: pulumi.Input<number>;
  /** How far a process may raise it; -1 = without limit. @integer @minimum -1 */
  hard: pulumi.Input<number>;
}

/** How fast the container may read from or write to a block device. */
export interface DeviceRateArgs {
  /** Path of the device on the host, e.g. `/dev/sda`. @pattern ^/ */
  path: pulumi.Input<string>;
  /** Bytes or operations per second. @integer @minimum 1 */
  rate: pulumi.Input<number>;
}

/** The container's share of a block device. */
export interface DeviceWeightArgs {
  /** Path of the device on the host, e.g. `/dev/sda`. @pattern ^/ */
  path: pulumi.Input<string>;
  /** Weight against other containers. @integer @minimum 10 @maximum 1000 */
  weight: pulumi.Input<number>;
}
