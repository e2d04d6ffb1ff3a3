import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";
import type { Image } from "./image";
import { type HostLink, lower } from "./link";
import type { Network } from "./network";
import { isNoun, token, withVersion } from "./token";
import type { Volume } from "./volume";

/** A port of the container, published on the host. */
export interface PortArgs {
  /** Port in the container. @integer @minimum 1 @maximum 65535 */
  container: pulumi.Input<number>;
  /** Port on the host. @default a free one, chosen by the engine @integer @minimum 1 @maximum 65535 */
  host?: pulumi.Input<number>;
  /** Protocol. @default tcp */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp">;
  /** Address of the host on which the port is published. @default 127.0.0.1, or all addresses with `public` */
  address?: pulumi.Input<string>;
  /** Whether the port is published on all addresses of the host. The engine opens it past the host's firewall. @default false */
  public?: pulumi.Input<boolean>;
}

/** A volume mounted into the container. */
export interface VolumeMountArgs {
  /** The volume, or its name. */
  volume: Volume | pulumi.Input<string>;
  /** Absolute path in the container. @pattern ^/ */
  target: pulumi.Input<string>;
  /** Whether the container may only read it. @default false */
  readOnly?: pulumi.Input<boolean>;
}

/** A file or folder of the host mounted into the container. */
export interface BindMountArgs {
  /** Absolute path on the host; it must exist. @pattern ^/ */
  source: pulumi.Input<string>;
  /** Absolute path in the container. @pattern ^/ */
  target: pulumi.Input<string>;
  /** Whether the container may only read it. @default false */
  readOnly?: pulumi.Input<boolean>;
}

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

/** A network that the container joins. */
export interface NetworkAttachmentArgs {
  /** The network, or its name. */
  network: Network | pulumi.Input<string>;
  /** More names under which the container is found on this network. */
  aliases?: pulumi.Input<pulumi.Input<string>[]>;
  /** Fixed IPv4 address. @default chosen by the engine */
  ipv4Address?: pulumi.Input<string>;
  /** Fixed IPv6 address. @default chosen by the engine */
  ipv6Address?: pulumi.Input<string>;
}

/** How the engine tells whether the container works. */
export interface HealthcheckArgs {
  /** The check: `["CMD", …]`, `["CMD-SHELL", "…"]`, or `["NONE"]` to switch off the image's own. */
  test: pulumi.Input<pulumi.Input<string>[]>;
  /** Time between two checks, in seconds. @default 30 @minimum 0 */
  intervalSeconds?: pulumi.Input<number>;
  /** How long one check may take, in seconds. @default 30 @minimum 0 */
  timeoutSeconds?: pulumi.Input<number>;
  /** Failures in a row before the container counts as unhealthy. @default 3 @integer @minimum 0 */
  retries?: pulumi.Input<number>;
  /** Time after the start in which failures don't count, in seconds. @default 0 @minimum 0 */
  startPeriodSeconds?: pulumi.Input<number>;
}

/** Arguments of {@link Container}. */
export interface ContainerArgs {
  /** The host that runs the container. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /** The image, or a reference to one that is on the host. */
  image: Image | pulumi.Input<string>;
  /** Name of the container on the host. A change makes a new container. @default `<project>-<stack>-<name>` @replace */
  name?: pulumi.Input<string>;
  /** Command with its arguments. @default the image's */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** Entry point. @default the image's */
  entrypoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** Environment variables. Secret values stay encrypted in the state; the engine shows them to those who may inspect the container. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Ports published on the host. */
  ports?: pulumi.Input<pulumi.Input<PortArgs>[]>;
  /** Volumes. */
  volumes?: VolumeMountArgs[];
  /** Files and folders of the host. */
  binds?: pulumi.Input<pulumi.Input<BindMountArgs>[]>;
  /** Files that Moorage writes for the container. They go with it. */
  files?: pulumi.Input<pulumi.Input<FileArgs>[]>;
  /** Networks to join. @default the engine's `bridge` */
  networks?: NetworkAttachmentArgs[];
  /** When the engine starts the container again by itself. @default no */
  restart?: pulumi.Input<"no" | "always" | "unless-stopped" | "on-failure">;
  /** How often, with `restart: "on-failure"`. @default without limit @integer @minimum 0 */
  maxRetryCount?: pulumi.Input<number>;
  /** Health check. @default the image's */
  healthcheck?: pulumi.Input<HealthcheckArgs>;
  /** Labels. Those that begin with `io.moorage.` are Moorage's own. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** User in the container, `name`, `uid` or `uid:gid`. @default the image's */
  user?: pulumi.Input<string>;
  /** Working directory. @default the image's */
  workingDir?: pulumi.Input<string>;
  /** Host name in the container. @default the first characters of its id */
  hostname?: pulumi.Input<string>;
  /** Limit of memory, in MiB. @default none @integer @minimum 6 */
  memoryMiB?: pulumi.Input<number>;
  /** Memory that is kept available under pressure, in MiB. @default none @integer @minimum 6 */
  memoryReservationMiB?: pulumi.Input<number>;
  /** Limit of processor time, in processors, e.g. `0.5`. @default none @minimum 0.01 */
  cpus?: pulumi.Input<number>;
  /** Weight against other containers when processor time is short. @default 1024 @integer @minimum 2 */
  cpuShares?: pulumi.Input<number>;
  /** Log driver. @default the engine's */
  logDriver?: pulumi.Input<string>;
  /** Options of the log driver. */
  logOptions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Signal that asks the container to end. @default the image's, else SIGTERM */
  stopSignal?: pulumi.Input<string>;
  /** How long the container may take to end before it is killed, in seconds. @default 10 @integer @minimum 0 */
  stopTimeoutSeconds?: pulumi.Input<number>;
  /** Whether a small init process reaps zombies in the container. @default the engine's */
  init?: pulumi.Input<boolean>;
  /** How long a new container may take to become healthy before the old one serves again, in seconds. @default 120 @minimum 1 */
  healthTimeoutSeconds?: pulumi.Input<number>;
  /** How long a container without health check must run before it counts as working, in seconds. @default 1 @minimum 0 */
  minReadySeconds?: pulumi.Input<number>;
  /**
   * How a changed container is swapped: `start-first` starts the new one beside the old one, `stop-first` stops
   * the old one before. @default start-first unless a fixed host port, a static address or a writable volume clashes
   */
  updateStrategy?: pulumi.Input<"start-first" | "stop-first">;
}

/** An address of the host on which a port of the container answers. */
export interface PublishedPort {
  /** Port in the container. @integer */
  container: number;
  /** Port on the host. @integer */
  host: number;
  /** Protocol. */
  protocol: string;
  /** Address of the host. */
  address: string;
}

/**
 * A running container. When an argument changes that the engine cannot change in place, a new container is made,
 * must become healthy, and only then takes the old one's name; if it does not, the old one serves on.
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
