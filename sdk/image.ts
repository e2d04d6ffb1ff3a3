import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import { type HostLink, lower } from "./link";
import { isNoun, token, withVersion } from "./token";

/** Arguments of {@link Image}. */
export interface ImageArgs {
  /** The host that gets the image. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /**
   * Name of the image. Without `archive` it is what the host's engine pulls unless it has it, by tag or by digest,
   * with Docker's short names (`ubuntu:14.04` is `docker.io/library/ubuntu:14.04`). With `archive` it is the name
   * that the image gets. @default `<project>-<stack>-<name>`, with an archive only
   */
  name?: pulumi.Input<string>;
  /**
   * Path of an archive made by `docker save`, or of an OCI archive or layout, on the machine that runs the
   * program. It is sent over the host's connection, only the layers that its engine lacks.
   */
  archive?: pulumi.Input<string>;
  /** Whether destroying this resource leaves the image on the host. @default false */
  keepOnDelete?: pulumi.Input<boolean>;
}

/**
 * An image on a host: sent from an archive over the host's own connection without a registry, or pulled.
 *
 * @example
 * const app = new moorage.Image("app", { host: web, archive: "./app.tar" });
 *
 * @example Pulled by its tag
 * const redis = new moorage.Image("redis", { host: web, name: "redis:7.4" });
 */
export class Image extends pulumi.CustomResource {
  /** What containers name: changes when the content does. */
  declare readonly reference: pulumi.Output<string>;
  /** The engine's id of the image, `sha256:…`. */
  declare readonly imageId: pulumi.Output<string>;
  /** Name of the image with its tag, as the engine lists it. */
  declare readonly name: pulumi.Output<string>;
  /** Digest under which a registry knows a pulled image, `name@sha256:…`; undefined for a sent one. */
  declare readonly repoDigest: pulumi.Output<string | undefined>;

  constructor(name: string, args: ImageArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = { reference: undefined, imageId: undefined, repoDigest: undefined };
    super(
      token("Image"),
      name,
      { name: undefined, ...(lower(args) as ImageArgs), ...outputs },
      withVersion(options),
    );
  }

  /** Whether a value is an Image. */
  static override isInstance(value: unknown): value is Image {
    return isNoun(value, "Image");
  }
}
