/** The part of Pulumi's package schema that Moorage uses: served to the engine, and walked by Check. */
export interface PackageSpec {
  readonly name: string;
  readonly config: { readonly variables: Properties };
  readonly types: Readonly<Record<string, ObjectSpec | EnumSpec>>;
  readonly provider: ResourceSpec;
  /** By type token, e.g. `moorage:index:Container`. */
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  /** By token, e.g. `moorage:index:orphans`. */
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly [key: string]: unknown;
}

export type Properties = Readonly<Record<string, PropertySpec>>;

export interface TypeSpec {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly $ref?: string;
  /** Any of these will do. */
  readonly oneOf?: readonly TypeSpec[];
  /** In stack files only: the text names a resource of one of these nouns. */
  readonly names?: readonly string[];
  /** In stack files only: texts that may stand in the place of such a name. */
  readonly words?: readonly string[];
}

export interface PropertySpec extends TypeSpec {
  readonly description?: string;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
  readonly deprecationMessage?: string;
  /** Pulumi's place for what only some tools understand; the limits that Check enforces have no other. */
  readonly language?: { readonly moorage: Limits };
}

/** Limits of a number or a string. */
export interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Regular expression, JavaScript's dialect with the `u` flag. */
  readonly pattern?: string;
}

export interface ObjectSpec {
  readonly type: "object";
  readonly description?: string;
  readonly properties: Properties;
  readonly required: readonly string[];
}

export interface EnumSpec {
  readonly type: "string";
  readonly enum: readonly { readonly value: string }[];
}

export interface ResourceSpec {
  readonly description?: string;
  /** Outputs. */
  readonly properties?: Properties;
  readonly required?: readonly string[];
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
}

export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/** Stands for any JSON value. */
export const anyType = "pulumi.json#/Any";

const typePrefix = "#/types/";

/** What a property's type refers to a named type by. */
export function typeReference(token: string): string {
  return typePrefix + token;
}

/** The named type that a `$ref` of this package stands for. */
export function resolveType(schema: PackageSpec, reference: string): ObjectSpec | EnumSpec {
  const named = schema.types[reference.slice(typePrefix.length)];
  if (named === undefined) throw new Error(`schema.json refers to ${reference}, which it does not define`);
  return named;
}
