import * as pulumi from "@pulumi/pulumi";
import { lower } from "../link";
import { isNoun, token, withVersion } from "../token";
import type { ContainerArgs } from "./args";
import type { PublishedPort } from "./ports";

/**
 * A running container. When an argument changes that the engine cannot change in place, a new container is made,
 * must become healthy, and only then takes the old one's name; if it does not, the old one serves on. What depends on
 * it waits until it works.
 *
 * @example
 * new moorage.Container("app", { host: web, image: app, ports: [{ host: 8080, container: 80 }] });
 */
export class Container extends pulumi.CustomResource {
  /** Name of the container on the host. */
  declare readonly name: pulumi.Output<string>;
  /** The engine's id of the running container. Changes on every swap. */
  declare readonly containerId: pulumi.Output<string>;
  /** The engine's id of the image that it runs, `sha256:…`. */
  declare readonly imageId: pulumi.Output<string>;
  /** State as the engine says it; `running` when all is well. */
  declare readonly status: pulumi.Output<string>;
  /** Ports published on the host, those chosen by the engine included. */
  declare readonly publishedPorts: pulumi.Output<PublishedPort[]>;
  /** Addresses of the container by network. */
  declare readonly addresses: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ContainerArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      containerId: undefined,
      imageId: undefined,
      status: undefined,
      publishedPorts: undefined,
      addresses: undefined,
    };
    super(
      token("Container"),
      name,
      { name: undefined, ...(lower(args) as ContainerArgs), ...outputs },
      withVersion(options),
    );
  }

  /** Whether a value is a Container. */
  static override isInstance(value: unknown): value is Container {
    return isNoun(value, "Container");
  }
}
