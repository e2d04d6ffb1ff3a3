import type { ContainerArgs } from "../../../../sdk/container";
import type {
  ConfigJson,
  ContainerCreateJson,
  EndpointJson,
  UpdateJson,
} from "../../../docker/container-json";
import type { Lowered } from "../../../resources/lowered";
import type { ContainerFacts } from "../observe";

/** Arguments that say how Moorage works, not what the container is. */
export type Setting = "host" | "name" | "updateStrategy" | "healthTimeoutSeconds" | "minReadySeconds";

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
  /** The engine's log driver; undefined when it was not asked. */
  readonly logDriver: string | undefined;
}

/** An attachment to a network, as the engine is told it. */
export interface Attachment {
  readonly network: string;
  readonly endpoint: EndpointJson;
}

/** A container that is being put together, as the engine is told it. */
export interface Draft {
  readonly request: ContainerCreateJson;
  readonly attachments: Attachment[];
}

/** What a comparison may look at beside the two values. */
export interface Comparing {
  readonly facts: ContainerFacts;
  readonly defaults: Defaults;
  readonly spec: ContainerSpec;
  /** What the resource was given before; undefined when nobody knows. */
  readonly formerly: ContainerSpec | undefined;
}

/** One option: how it is told the engine, how it is read back, and what it takes to change it. */
export interface Option<T> {
  /** Where the API has it. */
  readonly field: string;
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
