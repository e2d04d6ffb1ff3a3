import { readFileSync } from "node:fs";
import { join } from "node:path";

export type SchemaType = "string" | "number" | "integer" | "boolean" | "array" | "object";

/**
 * The part of JSON Schema that the stack file's schema is written in. It is generated from the interfaces of the
 * SDK; editors read the same file.
 */
export interface Schema {
  readonly description?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false` where only the properties may be there, else what any other is. */
  readonly additionalProperties?: Schema | false;
  readonly $ref?: string;
  /** A value of the first one, or a reference to the configuration in its place. */
  readonly anyOf?: readonly [Schema, Schema];
  /** The nouns of which the text names one. */
  readonly "x-moorage-names"?: readonly string[];
  /** Texts that may stand in the place of such a name. */
  readonly "x-moorage-words"?: readonly string[];
  /** Must come from the stack's secrets. */
  readonly "x-moorage-secret"?: true;
}

/** The schema of a whole stack file. */
export interface StackFileSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

let loaded: StackFileSchema | undefined;

export function stackFileSchema(): StackFileSchema {
  loaded ??= JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8")) as StackFileSchema;
  return loaded;
}

/** What a schema stands for, without the references to the configuration that may stand in its place. */
export function resolveSchema(root: StackFileSchema, schema: Schema): Schema {
  if (schema.anyOf !== undefined) return resolveSchema(root, schema.anyOf[0]);
  if (schema.$ref === undefined) return schema;
  const definition = root.definitions[schema.$ref.replace("#/definitions/", "")];
  if (definition === undefined)
    throw new Error(`schema.json refers to ${schema.$ref}, which it does not define`);
  return resolveSchema(root, definition);
}
