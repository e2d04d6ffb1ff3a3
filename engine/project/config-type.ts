import { ProjectError } from "./project-error";

/** What a project's `config` says of one key. */
export interface ConfigDeclaration {
  /** "string", "integer", "boolean", "object" or "array"; undefined if the project does not say. */
  readonly type: string | undefined;
  /** What an array's elements are. */
  readonly items: ItemType | undefined;
  readonly description: string | undefined;
  /** The value of a key of the project that the stack does not set. */
  readonly default: unknown;
  /** The value of a key of another namespace that the stack does not set. */
  readonly value: unknown;
  /** Must be a secret in the stack. */
  readonly secret: boolean;
}

/** What an array's elements are. */
export interface ItemType {
  readonly type: string;
  readonly items?: ItemType | undefined;
}

const typeNames = ["string", "integer", "boolean", "object", "array"];

/** Reads a declaration: a map, or the default or value itself. @throws ProjectError */
export function readDeclaration(key: string, given: unknown, isOwn: boolean): ConfigDeclaration {
  const map = isRecord(given) ? given : { [isOwn ? "default" : "value"]: given };
  const declaration: ConfigDeclaration = {
    type: map.type === undefined || map.type === null ? undefined : String(map.type),
    items: map.items as ItemType | undefined,
    description: map.description === undefined ? undefined : String(map.description),
    default: map.default ?? undefined,
    value: map.value ?? undefined,
    secret: map.secret === true,
  };
  const problem = isOwn ? problemOfOwn(declaration) : problemOfOther(declaration);
  if (problem !== undefined)
    throw new ProjectError(`config ${JSON.stringify(key)} in Pulumi.yaml ${problem}`);
  return declaration;
}

function problemOfOwn({ type, items, default: standard, value }: ConfigDeclaration): string | undefined {
  if (standard !== undefined && value !== undefined) return "has both a default and a value";
  if (type === undefined) return undefined;
  if (!typeNames.includes(type)) return `has the unknown type ${type}: ${typeNames.join(", ")} are known`;
  if (type === "array" && items === undefined) return "is an array, and does not say of what: give it items";
  if (standard !== undefined && !isOfType(standard, type, items)) {
    return `has a default that is not of its type, ${typeName(type, items)}`;
  }
  return undefined;
}

function problemOfOther({ type, default: standard, value }: ConfigDeclaration): string | undefined {
  if (type !== undefined) return "is of another namespace than the project, and cannot have a type";
  if (standard !== undefined)
    return "is of another namespace than the project: give it a value, not a default";
  return value === undefined ? "is of another namespace than the project, and has no value" : undefined;
}

/** Whether a value is of a declared type. Numbers and booleans may be written as strings, as the CLI stores them. */
export function isOfType(value: unknown, type: string, items: ItemType | undefined): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isRecord(value);
    default:
      return (
        Array.isArray(value) &&
        items !== undefined &&
        value.every((item) => isOfType(item, items.type, items.items))
      );
  }
}

/** The type's name, for messages: `array<string>`. */
export function typeName(type: string, items: ItemType | undefined): string {
  return items === undefined ? type : `array<${typeName(items.type, items.items)}>`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
