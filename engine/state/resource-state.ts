import type { Json } from "./encode-value";
import type { Urn } from "../urn";
import type { PropertyMap, PropertyValue } from "../values";

/**
 * What the state knows of one resource. Records are never changed in place: a step that ends puts a new one in the
 * old one's stead, so a save that is under way sees either the one or the other.
 */
export interface ResourceState {
  readonly urn: Urn;
  readonly type: string;
  /** True if a provider manages it; false for a component. */
  readonly custom: boolean;
  /** Replaced already, and still to be deleted. */
  readonly delete: boolean;
  /** The provider's id; "" for a component and for what was not created. */
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly parent: Urn | undefined;
  readonly protect: boolean;
  /** To be replaced by the next update. */
  readonly taint: boolean;
  /** Read, not managed: its lifecycle belongs to somebody else. */
  readonly external: boolean;
  readonly dependencies: readonly Urn[];
  /** The resources behind each input property. */
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  /** Why a create or an update was left half done; it forces an update the next time. */
  readonly initErrors: readonly string[];
  /** The provider's reference, `<urn>::<id>`; "" for a component. */
  readonly provider: string;
  /** Deleted to be replaced, and not yet created again. */
  readonly pendingReplacement: boolean;
  readonly additionalSecretOutputs: readonly string[];
  /** Former URNs. They are resolved before a checkpoint is written, so a checkpoint has none. */
  readonly aliases: readonly Urn[];
  readonly customTimeouts: CustomTimeouts;
  /** The id that it was imported by. */
  readonly importID: string;
  readonly retainOnDelete: boolean;
  /** Not deleted by its provider if that one is deleted too. */
  readonly deletedWith: Urn | undefined;
  /** Replaced with any of these. */
  readonly replaceWith: readonly Urn[];
  /** When it came into the state, and when it changed last, in RFC 3339. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
  /** Where in the program it was registered. */
  readonly sourcePosition: string;
  readonly stackTrace: readonly StackFrame[];
  readonly ignoreChanges: readonly string[];
  /** Property paths, as lists of keys and indices. */
  readonly hideDiff: readonly (readonly (string | number)[])[];
  readonly replaceOnChanges: readonly string[];
  /** A value whose change replaces the resource. Null is none. */
  readonly replacementTrigger: PropertyValue;
  /** Its provider asks for a refresh before each update. */
  readonly refreshBeforeUpdate: boolean;
  /** The resource that this one is a view of. */
  readonly viewOf: Urn | undefined;
  /** Names of hooks by when they run, `before-create` and so on. */
  readonly resourceHooks: Readonly<Record<string, readonly string[]>>;
  /** What a newer engine has noted, and this one does not know: it stays until a registration makes the record anew. */
  readonly others?: { readonly [key: string]: Json };
}

/** How long an operation may take, in seconds; 0 is the provider's own default. */
export interface CustomTimeouts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** Only newer engines know it. */
  readonly read?: number;
}

/** One place of a registration's stack. */
export interface StackFrame {
  readonly sourcePosition: string;
}

/** What was begun with a resource and whose end the state did not see. */
export interface PendingOperation {
  readonly resource: ResourceState;
  readonly type: OperationType;
}

/** What a pending operation was about to do. */
export type OperationType = "creating" | "updating" | "deleting" | "reading" | "importing";

const absent: Omit<ResourceState, "urn" | "type" | "custom"> = {
  delete: false,
  id: "",
  inputs: {},
  outputs: {},
  parent: undefined,
  protect: false,
  taint: false,
  external: false,
  dependencies: [],
  propertyDependencies: {},
  initErrors: [],
  provider: "",
  pendingReplacement: false,
  additionalSecretOutputs: [],
  aliases: [],
  customTimeouts: { create: 0, update: 0, delete: 0 },
  importID: "",
  retainOnDelete: false,
  deletedWith: undefined,
  replaceWith: [],
  created: undefined,
  modified: undefined,
  sourcePosition: "",
  stackTrace: [],
  ignoreChanges: [],
  hideDiff: [],
  replaceOnChanges: [],
  replacementTrigger: null,
  refreshBeforeUpdate: false,
  viewOf: undefined,
  resourceHooks: {},
};

/**
 * A record of a resource, with what is not given as a new resource has it.
 *
 * @example resourceState({ urn, type: "random:index:RandomId", custom: true, id: "4f", provider })
 */
export function resourceState(
  given: Pick<ResourceState, "urn" | "type" | "custom"> & Partial<ResourceState>,
): ResourceState {
  return { ...absent, ...given };
}
