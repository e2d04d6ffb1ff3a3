import type { ContainerArgs } from "../../../../sdk/container";
import type {
  ConfigJson,
  ContainerCreateJson,
  EndpointJson,
  UpdateJson,
} from "../../../docker/container-json";
import type { EngineInfoJson } from "../../../docker/system";
import type { Lowered } from "../../../resources/lowered";
import type { ContainerFacts } from "../observe";

/** Arguments that say how Moorage works, not what the container is. */
export type Setting =
  | "host"
  | "name"
  | "updateStrategy"
  | "healthTimeoutSeconds"
  | "minReadySeconds"
  | "monitorSeconds"
  | "probe"
  | "keepFailed";

/** Arguments that the engine is told. */
export type OptionName = Exclude<keyof ContainerArgs, Setting>;

/** What a container shall be. */
export type ContainerSpec = Omit<Pick<Lowered<ContainerArgs>, OptionName>, "files"> & {
  /** The engine is told where a file lies, not what is in it. */
  files?: readonly FileMount[];
};

/** A file that a container is given, by its place on the host. */
export interface FileMount {
  readonly source: string;
  readonly target: string;
}

/** What a container has of an option that is not given. */
export interface Defaults {
  /** Configuration of the image that it runs; undefined when the host no longer has the image. */
  readonly image: ConfigJson | undefined;
  /** What the image is for, `linux/amd64`; undefined when the host no longer has the image. */
  readonly platform: string | undefined;
  /** The engine's own; undefined when it was not asked. */
  readonly engine: EngineDefaults | undefined;
  /** Ids of the other containers that the options name, by name. */
  readonly containerIds: Readonly<Record<string, string>>;
}

/** What an engine gives its containers where they are not told otherwise. */
export interface EngineDefaults {
  readonly logDriver: string;
  readonly runtime: string;
  readonly cgroupnsMode: "host" | "private";
}

/** A host of which nothing is known, for where only what a container says of itself matters. */
export const NO_DEFAULTS: Defaults = {
  image: undefined,
  platform: undefined,
  engine: undefined,
  containerIds: {},
};

/** An attachment to a network, as the engine is told it. */
export interface Attachment {
  readonly network: string;
  readonly endpoint: EndpointJson;
}

/** A container that is being put together, as the engine is told it. */
export interface Draft {
  readonly request: ContainerCreateJson;
  readonly attachments: Attachment[];
  /** Goes beside the request. */
  platform: string | undefined;
}

/** What a comparison may look at beside the two values. */
export interface Comparing {
  readonly facts: ContainerFacts;
  readonly defaults: Defaults;
  readonly spec: ContainerSpec;
  /** What the resource was given before; undefined when nobody knows. */
  readonly formerly: ContainerSpec | undefined;
}

/** A part of an option that came into the API after the oldest version that Moorage speaks. */
export interface NewerPart {
  /** The part, `[].createMountpoint`; empty for the whole option. */
  readonly part: string;
  readonly field: string;
  /** The first version of the API that has it. */
  readonly since: string;
}

/** What of a host an option needs beside the engine's version. */
export interface HostNeed {
  /** What it is, in words. */
  readonly what: string;
  isMet(info: EngineInfoJson): boolean;
}

/** One option: how it is told the engine, how it is read back, and what it takes to change it. */
export interface Option<T> {
  /** Where the API's create request has it; `{}` and `[]` are the entries of a map and a list. */
  readonly fields: readonly string[];
  /** Those of the fields that older engines do not have. */
  readonly newer?: readonly NewerPart[];
  readonly needs?: HostNeed;
  /** Where it is read back, in words, if not at the same fields. */
  readonly readAt?: string;
  /** The engine's words by which a refusal, or a warning that it leaves the option out, is known. */
  readonly refusal?: RegExp;
  /** What holds when it is not given, in words. */
  readonly default: string;
  /**
   * What a change takes: `no` a new container, `connect` another attachment to networks, else the fields of the
   * engine's update call. Taking a limit away is not among what that call can do, and takes a new container.
   */
  readonly inPlace: "no" | "connect" | readonly (keyof UpdateJson)[];
  /** Puts a given value into the request. */
  write(value: T, draft: Draft): void;
  /** The value that a container has, as a user would write it; undefined for none. */
  read(facts: ContainerFacts, defaults: Defaults): T | undefined;
  /** The value that a container would have if the option were not given. */
  unset(comparing: Comparing): T | undefined;
  /** One spelling for values that mean the same. Default: the value itself. */
  canonical?(value: T): unknown;
  /** Whether a container that has `found` is what `wanted` asks for. Default: their canonical forms are equal. */
  same?(wanted: T | undefined, found: T | undefined, comparing: Comparing): boolean;
}

/** The option of a name. */
export type OptionOf<K extends OptionName> = Option<NonNullable<ContainerSpec[K]>>;
