import type { Container, ContainerArgs } from "../container";
import type {
  AppImageArgs,
  AppNetworkArgs,
  AppVolumeArgs,
  ContainerApp,
  ContainerAppArgs,
} from "../container-app";
import type { Host, HostArgs } from "../host";
import type { Image, ImageArgs } from "../image";
import type { Registry, RegistryArgs } from "../registry";
import type { SandboxArgs } from "../sandbox";
import type { Network, NetworkArgs } from "../network";
import type { Volume, VolumeArgs } from "../volume";

type Noun = Host | Registry | Image | Network | Volume | Container | ContainerApp;

/** The name of a resource of the stack file, in its place. */
export type NameOf<T extends Noun> = [T] extends [never] ? never : string;

/** Arguments as a stack file says them: each resource by its name. */
export type ByName<T> = { [Key in keyof T]: NamedValue<T[Key]> };

type NamedValue<T> = [Extract<T, Noun | Noun[]>] extends [never]
  ? T extends readonly (infer Row)[]
    ? Row extends object
      ? ByName<Row>[]
      : T
    : T
  : string | Extract<T, undefined>;

/** A host of a stack file. */
export interface HostEntry extends ByName<HostArgs> {
  /** A throwaway host in a container of the local Docker engine, in the place of `connection`. */
  sandbox?: SandboxArgs;
}

/** A registry of a stack file. */
export interface RegistryEntry extends ByName<RegistryArgs> {}

/** On which host a thing of a stack file is: one of `host` and `hosts`. */
interface Placed {
  /** The host that has it. */
  host?: NameOf<Host>;
  /** Hosts that have one each, named `<name>-<host>`. */
  hosts?: NameOf<Host>[];
}

/** An image of a stack file. */
export interface ImageEntry extends ByName<Omit<ImageArgs, "host">>, Placed {}

/** A network of a stack file. */
export interface NetworkEntry extends Omit<NetworkArgs, "host">, Placed {}

/** A volume of a stack file. */
export interface VolumeEntry extends Omit<VolumeArgs, "host">, Placed {}

/** A container of a stack file. */
export interface ContainerEntry extends ByName<ContainerArgs> {
  /** Containers and apps that must have passed their health gates before this one is made or changed. */
  dependsOn?: NameOf<Container | ContainerApp>[];
}

/** An app of a stack file. */
export interface AppEntry extends Omit<ContainerAppArgs, "hosts" | "image" | "networks" | "volumes"> {
  /** The hosts that run it, in the order of a rollout. */
  hosts: NameOf<Host>[];
  /** The image: built, sent from an archive, or pulled on each host. */
  image: AppImageEntry;
  /** Networks to join; each must be on every host of the app. @default the engine's `bridge` */
  networks?: AppNetworkEntry[];
  /** Volumes; each must be on every host of the app. */
  volumes?: AppVolumeEntry[];
  /** Containers and apps that must have passed their health gates before this one is made or changed. */
  dependsOn?: NameOf<Container | ContainerApp>[];
}

/** The image of an app. */
export interface AppImageEntry extends ByName<AppImageArgs> {}

/** A network that an app's containers join. */
export interface AppNetworkEntry extends Omit<AppNetworkArgs, "network"> {
  /** The network. */
  network: NameOf<Network>;
}

/** A volume mounted into an app's containers. */
export interface AppVolumeEntry extends Omit<AppVolumeArgs, "volume"> {
  /** The volume. */
  volume: NameOf<Volume>;
}

/**
 * What a stack file says: resources by their names, with the arguments that their classes take. In the place of a
 * resource stands its name.
 */
export interface StackFile {
  /** Machines, by name. */
  hosts?: Record<string, HostEntry>;
  /** Registries of images and the logins to them, by name. */
  registries?: Record<string, RegistryEntry>;
  /** Images, by name. */
  images?: Record<string, ImageEntry>;
  /** Networks, by name. */
  networks?: Record<string, NetworkEntry>;
  /** Volumes, by name. */
  volumes?: Record<string, VolumeEntry>;
  /** Containers on one host each, by name. */
  containers?: Record<string, ContainerEntry>;
  /** Containers with their images on several hosts, by name. */
  apps?: Record<string, AppEntry>;
}

/** A list of a stack file: `hosts`, `images`, … */
export type Section = keyof StackFile;

/** The lists by what is in them. */
export const sections = {
  Host: "hosts",
  Registry: "registries",
  Image: "images",
  Network: "networks",
  Volume: "volumes",
  Container: "containers",
  ContainerApp: "apps",
} as const satisfies Record<string, Section>;
