import type * as pulumi from "@pulumi/pulumi";

/**
 * A file that Moorage writes to the host, outside of image and volumes, and mounts into the container read-only: a
 * configuration, a key, a password. Another content takes a new container, so that a failed change can go back.
 */
export interface FileArgs {
  /** Absolute path in the container. @pattern ^/ */
  target: pulumi.Input<string>;
  /**
   * What is in it, as text. A secret stays encrypted in the state; on the host it is in this file only, which none
   * but root and the owner may read.
   */
  content: pulumi.Input<string>;
  /** Permission bits, e.g. `0o440`. @default 0o400 @integer @minimum 0 @maximum 511 */
  mode?: pulumi.Input<number>;
  /** Number of the owning user, for a container that does not run as root. @default 0 @integer @minimum 0 */
  uid?: pulumi.Input<number>;
  /** Number of the owning group. @default 0 @integer @minimum 0 */
  gid?: pulumi.Input<number>;
}
