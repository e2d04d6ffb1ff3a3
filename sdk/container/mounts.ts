import type * as pulumi from "@pulumi/pulumi";
import type { Volume } from "../volume";

/** A volume mounted into the container. */
export interface VolumeMountArgs {
  /** The volume, or its name. */
  volume: Volume | pulumi.Input<string>;
  /** Absolute path in the container. @pattern ^/. */
  target: pulumi.Input<string>;
  /** Whether the container may only read it. @default false */
  readOnly?: pulumi.Input<boolean>;
  /** Whether an empty volume stays empty, rather than get what the image has at that path. @default false */
  noCopy?: pulumi.Input<boolean>;
  /** Folder of the volume that is mounted; it must exist. Needs API 1.45. @default the whole volume @pattern ^[^/] */
  subpath?: pulumi.Input<string>;
}

/** A file or folder of the host mounted into the container. */
export interface BindMountArgs {
  /** Absolute path on the host; it must exist, unless `createMountpoint` says otherwise. @pattern ^/ */
  source: pulumi.Input<string>;
  /** Absolute path in the container. @pattern ^/. */
  target: pulumi.Input<string>;
  /** Whether the container may only read it. @default false */
  readOnly?: pulumi.Input<boolean>;
  /** Which mounts made later below the path, on one side, appear on the other. @default rprivate */
  propagation?: pulumi.Input<"private" | "rprivate" | "shared" | "rshared" | "slave" | "rslave">;
  /** Whether the engine makes a missing source as an empty folder of root's. Needs API 1.42. @default false */
  createMountpoint?: pulumi.Input<boolean>;
  /** Whether what is mounted below the source on the host stays out. @default false */
  nonRecursive?: pulumi.Input<boolean>;
  /** Whether `readOnly` leaves what is mounted below the source writable. Needs API 1.44. @default false */
  readOnlyNonRecursive?: pulumi.Input<boolean>;
  /** Whether the container must not start where the kernel cannot make what is mounted below read-only too. Needs API 1.44. @default false */
  readOnlyForceRecursive?: pulumi.Input<boolean>;
}

/** A folder in memory. What is in it is lost when the container stops. */
export interface TmpfsMountArgs {
  /** Absolute path in the container. @pattern ^/. */
  target: pulumi.Input<string>;
  /** How much it may hold, in MiB. @default half of the host's memory @minimum 0.001 */
  sizeMiB?: pulumi.Input<number>;
  /** Permissions in octal. @default 1777 @pattern ^[0-7]{3,4}$ */
  mode?: pulumi.Input<string>;
  /** More mount options, e.g. `exec`, `uid=1000`. @default `noexec`, `nosuid` and `nodev`, each unless its opposite is given */
  options?: pulumi.Input<pulumi.Input<string>[]>;
}
