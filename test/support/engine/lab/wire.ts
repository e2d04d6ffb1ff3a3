import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** How Pulumi marks a value that has a meaning of its own. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for a value that is not known in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Json = JavaScriptValue;
export type Bag = Readonly<Record<string, Json>>;

export function decode(struct: Struct | undefined): Bag {
  return struct?.toJavaScript() ?? {};
}

export function encode(bag: Bag): Struct {
  return Struct.fromJavaScript(bag);
}

export function secret(value: Json): Json {
  return { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: Json | undefined): value is { value: Json } & Bag {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** The value without the mark of a secret, at any depth. */
export function bare(value: Json): Json {
  if (isSecret(value)) return bare(value.value);
  return mapJson(value, bare);
}

/** Whether something in it is not known yet. */
export function hasUnknown(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) ? Object.values(value).some(hasUnknown) : value === UNKNOWN;
}

/** The value as a person reads it in a log: secrets and unknowns by name. */
export function readable(value: Json): Json {
  if (value === UNKNOWN) return "<unknown>";
  if (isSecret(value)) return { "<secret>": readable(value.value) };
  return mapJson(value, readable);
}

function mapJson(value: Json, change: (value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(change);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, each]) => [key, change(each)]));
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
