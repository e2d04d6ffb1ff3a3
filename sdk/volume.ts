import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower } from "./link";
import { isNoun, token, withVersion } from "./token";

/** Arguments of {@link Volume}. */
export interface VolumeArgs {
  /** The host that gets the volume. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /** Name of the volume on the host. A change makes a new volume. @default `<project>-<stack>-<name>`, which stays when the stack is renamed @replace */
  name?: pulumi.Input<string>;
  /** Volume driver. The engine cannot change it: refused at preview unless `forceDestroy`. @default local */
  driver?: pulumi.Input<string>;
  /** Options of the driver. The engine cannot change them: refused at preview unless `forceDestroy`. */
  driverOptions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Labels, set when the volume is made. The engine cannot change them afterwards, so a later change is ignored. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whether the volume may be destroyed, or made anew, with data in it. @default false */
  forceDestroy?: pulumi.Input<boolean>;
}

/**
 * A volume on a host. It is data: it is never destroyed or replaced with data in it unless `forceDestroy` says so.
 *
 * @example
 * const data = new moorage.Volume("data", { host: web });
 */
export class Volume extends pulumi.CustomResource {
  /** Name of the volume on the host. */
  declare readonly name: pulumi.Output<string>;
  /** Where the volume lies on the host. */
  declare readonly mountpoint: pulumi.Output<string>;

  constructor(name: string, args: VolumeArgs, options?: pulumi.CustomResourceOptions) {
    super(
      token("Volume"),
      name,
      { name: undefined, ...(lower(args) as VolumeArgs), mountpoint: undefined },
      withVersion(options),
    );
  }

  /** Whether a value is a Volume. */
  static override isInstance(value: unknown): value is Volume {
    return isNoun(value, "Volume");
  }
}
