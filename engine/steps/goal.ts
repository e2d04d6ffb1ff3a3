import type { CustomTimeouts, StackFrame } from "../state/resource-state";
import type { Urn } from "../urn";
import type { PropertyMap, PropertyValue } from "../values";

/**
 * What one registration asks for. The monitor has done its part: options inherited from the parent, transforms run,
 * the provider resolved to a reference, output values made plain, durations made seconds.
 */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  inputs: PropertyMap;
  parent?: Urn | undefined;
  /** `<urn>::<id>`; "" for components and for providers themselves. */
  provider: string;
  dependencies: readonly Urn[];
  propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  protect?: boolean | undefined;
  deleteBeforeReplace?: boolean | undefined;
  retainOnDelete?: boolean | undefined;
  deletedWith?: Urn | undefined;
  replaceWith?: readonly Urn[] | undefined;
  /** A change of this value replaces the resource. */
  replacementTrigger?: PropertyValue | undefined;
  ignoreChanges?: readonly string[] | undefined;
  replaceOnChanges?: readonly string[] | undefined;
  /** Property paths, as lists of keys and indices. */
  hideDiff?: readonly (readonly (string | number)[])[] | undefined;
  additionalSecretOutputs?: readonly string[] | undefined;
  aliases?: readonly Alias[] | undefined;
  /** Id of the existing object that this resource takes over. */
  importID?: string | undefined;
  customTimeouts?: CustomTimeouts | undefined;
  hooks?: HookNames | undefined;
  sourcePosition?: string | undefined;
  stackTrace?: readonly StackFrame[] | undefined;
}

/** Another name under which the state may know a resource: a whole URN, or the parts that differ. */
export type Alias =
  | { urn: Urn }
  | { name?: string; type?: string; project?: string; stack?: string; parent?: Urn; noParent?: boolean };

export type HookType =
  | "BeforeCreate"
  | "AfterCreate"
  | "BeforeUpdate"
  | "AfterUpdate"
  | "BeforeDelete"
  | "AfterDelete"
  | "OnError";

/** Names of the registered hooks of a resource, by the moment they run. */
export type HookNames = Readonly<Partial<Record<HookType, readonly string[]>>>;

/** What one `.get` asks for: an object that somebody else owns. */
export interface ReadGoal {
  type: string;
  name: string;
  id: string;
  parent?: Urn | undefined;
  provider: string;
  inputs: PropertyMap;
  dependencies: readonly Urn[];
  additionalSecretOutputs?: readonly string[] | undefined;
  sourcePosition?: string | undefined;
  stackTrace?: readonly StackFrame[] | undefined;
}

/** What the program hears of a registration. `failed` and `skipped` only where the operation goes on after errors. */
export interface Registered {
  urn: Urn;
  /** "" where a preview does not know it yet. */
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  result: "success" | "failed" | "skipped";
}

/** Which default provider a package's resources get. */
export interface ProviderRequest {
  package: string;
  version?: string | undefined;
  pluginDownloadUrl?: string | undefined;
  parameterization?: { pluginName: string; pluginVersion: string; value: Uint8Array } | undefined;
}
