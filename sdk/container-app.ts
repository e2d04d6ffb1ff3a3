import * as pulumi from "@pulumi/pulumi";
import { Container, type ContainerArgs, type NetworkAttachmentArgs, type VolumeMountArgs } from "./container";
import type { Host } from "./host";
import { Image, type ImageArgs } from "./image";
import type { HostLink } from "./link";
import type { Network } from "./network";
import { rollout, type RolloutArgs } from "./rollout";
import { isNoun, token } from "./token";
import type { Volume } from "./volume";

/** What {@link Image} takes but for its host: the image is made on each host of the app. */
export type AppImageArgs = Omit<ImageArgs, "host">;

/** A network that the app's containers join on their hosts. */
export interface AppNetworkArgs extends Omit<
  NetworkAttachmentArgs,
  "network" | "ipv4Address" | "ipv6Address"
> {
  /** The networks, one for each host in the order of `hosts`, or the name that it has on every host. */
  network: Network[] | pulumi.Input<string>;
}

/** A volume mounted into the app's containers. */
export interface AppVolumeArgs extends Omit<VolumeMountArgs, "volume"> {
  /** The volumes, one for each host in the order of `hosts`, or the name that it has on every host. */
  volume: Volume[] | pulumi.Input<string>;
}

/** Arguments of {@link ContainerApp}: those of {@link Container}, and on which hosts. */
export interface ContainerAppArgs extends Omit<ContainerArgs, "host" | "image" | "networks" | "volumes"> {
  /**
   * The hosts that run it, in the order of a rollout. What belongs to a host is named after it, so give hosts of
   * another stack, which are links, by name.
   */
  hosts: readonly Host[] | Readonly<Record<string, Host | pulumi.Input<HostLink>>>;
  /** The image: built, sent from an archive, or pulled on each host. */
  image: AppImageArgs;
  /** Networks to join. @default the engine's `bridge` */
  networks?: AppNetworkArgs[];
  /** Volumes. */
  volumes?: AppVolumeArgs[];
  /** How a change goes from host to host, as with the function `rollout`. @default one host at a time */
  rollout?: RolloutArgs;
}

/**
 * A container on each of several hosts, with its image. A change is rolled out: the next host waits until the
 * container of the one before has passed its health gate. Where one fails, its old container serves again, the
 * hosts after it stay as they were, and those before it keep the new version until the next `up`: run it again with
 * the old program to take them back, or with a better one to go on.
 *
 * @example
 * new moorage.ContainerApp("web", {
 *   hosts: [web1, web2],
 *   image: { archive: "./web.tar" },
 *   ports: [{ host: 80, container: 80, public: true }],
 *   healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 2 },
 * });
 *
 * @example A network on each host
 * const networks = [web1, web2].map((host, index) => new moorage.Network(`backend-${index}`, { host }));
 * new moorage.ContainerApp("web", {
 *   hosts: [web1, web2],
 *   image: { name: "nginx:1.27" },
 *   networks: [{ network: networks, aliases: ["web"] }],
 * });
 */
export class ContainerApp extends pulumi.ComponentResource {
  /** The containers by the name of their host, in the order of a rollout. */
  readonly containers: Readonly<Record<string, Container>>;
  /** The images by the name of their host. */
  readonly images: Readonly<Record<string, Image>>;

  constructor(name: string, args: ContainerAppArgs, options: pulumi.ComponentResourceOptions = {}) {
    super(token("ContainerApp"), name, {}, options);
    try {
      const { containers, images } = this.#make(name, args, options);
      this.containers = containers;
      this.images = images;
    } catch (error) {
      if (!pulumi.RunError.isInstance(error)) throw error;
      throw new pulumi.RunError(`ContainerApp ${name}: ${error.message}`);
    }
    this.registerOutputs({});
  }

  #make(name: string, args: ContainerAppArgs, options: pulumi.ComponentResourceOptions) {
    const { hosts, image, networks, volumes, rollout: order = {}, ...container } = args;
    const places = placesOf(hosts);
    // A component's own `dependsOn` is not recorded for its children, and a destroy would not keep the order.
    const child = pulumi.mergeOptions({ dependsOn: options.dependsOn ?? [] }, { parent: this });
    const images: Record<string, Image> = {};
    const made = rollout(places, order, ([hostName, host], place, index) => {
      const ofHost = <T>(given: T[] | pulumi.Input<string>, property: string): T | pulumi.Input<string> =>
        atHost(property, given, index, places.length);
      const own = `${name}-${hostName}`;
      const ownImage = new Image(own, { ...image, host }, child);
      images[hostName] = ownImage;
      const ownArgs: ContainerArgs = {
        ...container,
        host,
        image: ownImage,
        ...(networks && {
          networks: networks.map((row) => ({ ...row, network: ofHost<Network>(row.network, "networks") })),
        }),
        ...(volumes && {
          volumes: volumes.map((row) => ({ ...row, volume: ofHost<Volume>(row.volume, "volumes") })),
        }),
      };
      return new Container(own, ownArgs, pulumi.mergeOptions(child, place));
    });
    const containers = Object.fromEntries(
      places.map(([hostName], index) => [hostName, made[index] as Container]),
    );
    return { containers, images };
  }

  /** Whether a value is a ContainerApp. */
  static override isInstance(value: unknown): value is ContainerApp {
    return isNoun(value, "ContainerApp");
  }
}

/** The hosts with their names; a list's are those that the resources have in the program. */
function placesOf(hosts: ContainerAppArgs["hosts"]): [name: string, host: Host | pulumi.Input<HostLink>][] {
  const places = Array.isArray(hosts)
    ? (hosts as readonly Host[]).map((host): [string, Host] => [pulumi.resourceName(host), host])
    : Object.entries(hosts as Readonly<Record<string, Host | pulumi.Input<HostLink>>>);
  const names = places.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new pulumi.RunError(`hosts names ${twice} twice; one container runs on a host`);
  }
  return places;
}

function atHost<T>(
  property: string,
  given: T[] | pulumi.Input<string>,
  index: number,
  hosts: number,
): T | pulumi.Input<string> {
  if (!Array.isArray(given)) return given;
  const own = given[index];
  if (own === undefined || given.length !== hosts) {
    throw new pulumi.RunError(
      `${property} must have one for each of its ${hosts} hosts, not ${given.length}`,
    );
  }
  return own;
}
