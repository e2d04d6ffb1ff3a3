import type { Json } from "../lab/wire";

/** A program as data: both engines run it, through one interpreter. */
export interface Program {
  readonly resources: readonly Declared[];
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** Whether it throws after its last resource. */
  readonly throws?: boolean;
  /** Whether a transform of invokes changes what each of them asks. */
  readonly invokeTransform?: boolean;
}

/** A resource, component, component that its provider makes, provider, or read of an existing object. */
export interface Declared {
  /** What other resources call it, however it is named. */
  readonly slot: string;
  readonly name: string;
  readonly kind: "resource" | "component" | "remote" | "provider" | "read";
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly options: Options;
}

export type Value =
  | { readonly literal: Json }
  | { readonly secret: Value }
  /** An output of another resource. */
  | { readonly output: string; readonly of: string }
  | { readonly list: readonly Value[] }
  | { readonly map: Readonly<Record<string, Value>> }
  /** A resource itself. */
  | { readonly resource: string }
  | { readonly asset: string }
  /** What a function of a package answers. */
  | { readonly invoke: Value }
  /** What the method of a remote component answers. */
  | { readonly greet: Value; readonly of: string };

/** Options, other resources by their slots. */
export interface Options {
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  readonly provider?: string;
  readonly providers?: readonly string[];
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  readonly retainOnDelete?: boolean;
  readonly aliases?: readonly Alias[];
  readonly import?: string;
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  readonly additionalSecretOutputs?: readonly string[];
  readonly version?: string;
  readonly pluginDownloadURL?: string;
  /** Whether a transform changes its `note`. */
  readonly transform?: boolean;
  /** Moments at which a hook is called, e.g. `beforeCreate`. */
  readonly hooks?: readonly HookMoment[];
}

export type Alias = { readonly name?: string; readonly type?: string; readonly parent?: string | null };

export const hookMoments = [
  "beforeCreate",
  "afterCreate",
  "beforeUpdate",
  "afterUpdate",
  "beforeDelete",
  "afterDelete",
] as const;

export type HookMoment = (typeof hookMoments)[number];

/** The slots that a value needs. */
export function slotsOf(value: Value): string[] {
  if ("secret" in value) return slotsOf(value.secret);
  if ("output" in value) return [value.of];
  if ("greet" in value) return [value.of, ...slotsOf(value.greet)];
  if ("resource" in value) return [value.resource];
  if ("invoke" in value) return slotsOf(value.invoke);
  if ("list" in value) return value.list.flatMap(slotsOf);
  return "map" in value ? Object.values(value.map).flatMap(slotsOf) : [];
}
