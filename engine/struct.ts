import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import {
  marshalProperties,
  marshalValue,
  unmarshalProperties,
  unmarshalValue,
  type MarshalOptions,
  type PropertyMap,
  type PropertyValue,
  type UnmarshalOptions,
  type WireMap,
  type WireValue,
} from "./values";

/** Reads a message's properties; none are an empty map. */
export function fromStruct(struct: Struct | undefined, options: UnmarshalOptions): PropertyMap {
  return unmarshalProperties((struct?.toJavaScript() ?? {}) as WireMap, options);
}

/** Writes properties for a message. */
export function toStruct(properties: PropertyMap, options: MarshalOptions): Struct {
  return new (Struct as FromArray<Struct>)(structArray(marshalProperties(properties, options)));
}

/** Reads one value; undefined where there is none. */
export function fromValue(
  name: string,
  value: Value | undefined,
  options: UnmarshalOptions,
): PropertyValue | undefined {
  return value && unmarshalValue(name, value.toJavaScript() as WireValue, options);
}

/** Writes one value. */
export function toValue(name: string, value: PropertyValue, options: MarshalOptions): Value {
  return new (Value as FromArray<Value>)(valueArray(marshalValue(name, value, options) ?? null));
}

/** A generated message made of what it keeps: an array with a place for each field. */
type FromArray<Message> = new (fields: unknown[]) => Message;

/** What messages of a Struct keep. `Struct.fromJavaScript` makes an object of each value, whether it is read or not. */
function structArray(map: WireMap): unknown[] {
  return [Object.entries(map).map(([key, value]) => [key, valueArray(value)])];
}

/** The fields of a Value, of which it has one. */
const fieldOf = { null: 0, number: 1, string: 2, boolean: 3, struct: 4, list: 5 } as const;

function valueArray(value: WireValue): unknown[] {
  if (value === null) return only("null", 0);
  if (typeof value === "object") {
    return isList(value) ? only("list", [value.map(valueArray)]) : only("struct", structArray(value));
  }
  return only(typeof value as "number" | "string" | "boolean", value);
}

function only(field: keyof typeof fieldOf, content: unknown): unknown[] {
  const fields = new Array<unknown>(fieldOf[field]);
  fields.push(content);
  return fields;
}

function isList(value: WireMap | readonly WireValue[]): value is readonly WireValue[] {
  return Array.isArray(value);
}

/** Everything stays marked as what it is. */
export const keepAll = {
  keepUnknowns: true,
  keepSecrets: true,
  keepResources: true,
  keepOutputValues: true,
} as const;
