import * as pulumi from "@pulumi/pulumi";
import type { Configuration } from "./configuration";
import { interpolate } from "./interpolation";
import { hint } from "./likely-name";
import type { Path, Problem } from "./problem";
import { resolveSchema, type Schema, type SchemaType, type StackFileSchema } from "./read-schema";

type Values = Readonly<Record<string, unknown>>;

/**
 * Holds values against the schema and follows their references to the configuration; what is secret becomes a
 * secret of Pulumi's. What could not be read is left as it is, beside its problem.
 */
export function check(
  root: StackFileSchema,
  values: unknown,
  configuration: Configuration,
): { values: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  return { values: read(root, values, []), problems };

  function refuse(path: Path, reason: string, atKey = false): void {
    problems.push({ path, reason, atKey });
  }

  function read(schema: Schema, value: unknown, path: Path): unknown {
    const plain = resolveSchema(root, schema);
    if (value === null) refuse(path, "has no value: give it one, or leave the key out", path.length > 0);
    else if (Array.isArray(value)) return readList(plain, value, path);
    else if (typeof value === "object") return readMap(plain, value as Values, path);
    else if (typeof value === "string") return readText(plain, value, path);
    else checkScalar(plain, value, path);
    return value;
  }

  function readList(schema: Schema, value: readonly unknown[], path: Path): unknown {
    if (!fits(schema, "array")) refuse(path, `must be ${wanted(schema)}, not a list`);
    else return value.map((item, index) => read(schema.items ?? {}, item, [...path, index]));
    return value;
  }

  function readMap(schema: Schema, value: Values, path: Path): unknown {
    if (!fits(schema, "object")) {
      refuse(path, `must be ${wanted(schema)}, not a map`);
      return value;
    }
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(value, name)) refuse(path, `lacks ${name}`, true);
    }
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      readEntry(schema, value, key, item, path),
    ]);
    return Object.fromEntries(entries) as unknown;
  }

  function readEntry(schema: Schema, parent: Values, key: string, item: unknown, path: Path): unknown {
    const properties = schema.properties ?? {};
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const own = property ?? schema.additionalProperties ?? {};
    if (own === false) {
      const free = Object.keys(properties).filter((name) => !Object.hasOwn(parent, name));
      refuse([...path, key], `is not a known key${hint(key, free)}`, true);
      return item;
    }
    return read(own, item, [...path, key]);
  }

  function readText(schema: Schema, value: string, path: Path): unknown {
    const { text, isSecret, problems: reasons } = interpolate(value, configuration);
    for (const reason of reasons) refuse(path, reason);
    if (reasons.length > 0) return value;
    if (schema["x-moorage-secret"] === true && !isSecret) {
      refuse(path, "must not stand in the file: pulumi config set --secret NAME, and write ${secret:NAME}");
    }
    if (schema["x-moorage-names"] !== undefined && isSecret)
      refuse(path, "names a resource: it cannot be secret");
    // What comes from the configuration is text, whatever it is meant to be.
    const meant = text === value ? text : converted(schema, text);
    checkScalar(schema, meant, path);
    return isSecret ? pulumi.secret(meant) : meant;
  }

  function checkScalar(schema: Schema, value: unknown, path: Path): void {
    const { type, minimum, maximum, pattern } = schema;
    if (schema.enum !== undefined) {
      const isOne = typeof value === "string" && schema.enum.includes(value);
      const nearest = typeof value === "string" ? hint(value, schema.enum) : "";
      if (!isOne) refuse(path, `must be one of ${schema.enum.join(", ")}${nearest}`);
    } else if (!isOfType(type, value)) {
      refuse(path, `must be ${wanted(schema)}, not ${described(value)}${quoting(type, value)}`);
    } else if (typeof value === "number" && minimum !== undefined && value < minimum) {
      refuse(path, `must be at least ${minimum}`);
    } else if (typeof value === "number" && maximum !== undefined && value > maximum) {
      refuse(path, `must be at most ${maximum}`);
    } else if (typeof value === "string" && pattern !== undefined && !new RegExp(pattern, "u").test(value)) {
      refuse(path, `must match ${pattern}`);
    }
  }
}

function fits(schema: Schema, type: "array" | "object"): boolean {
  return schema.enum === undefined && (schema.type === undefined || typesOf(schema).includes(type));
}

function isOfType(type: Schema["type"], value: unknown): boolean {
  const types = typesOf({ ...(type && { type }) });
  if (types.length === 0) return true;
  return types.some((each) => (each === "integer" ? Number.isInteger(value) : typeof value === each));
}

function typesOf({ type }: Schema): readonly SchemaType[] {
  if (type === undefined) return [];
  return typeof type === "string" ? [type] : type;
}

function converted(schema: Schema, text: string): unknown {
  const types = typesOf(schema);
  if (types.includes("number") || types.includes("integer")) {
    return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  }
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

const words = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
} as const;

function wanted(schema: Schema): string {
  const types = typesOf(schema);
  return types.length === 0
    ? `one of ${(schema.enum ?? []).join(", ")}`
    : types.map((type) => words[type]).join(" or ");
}

function described(value: unknown): string {
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "true or false" : "a number";
}

/** What most often makes a text of a number and the other way about. */
function quoting(type: Schema["type"], value: unknown): string {
  if (type === "string") return ": put it in quotes";
  const isQuoted =
    typeof value === "string" && typeof converted({ ...(type && { type }) }, value) !== "string";
  return isQuoted ? ": leave the quotes out" : "";
}
