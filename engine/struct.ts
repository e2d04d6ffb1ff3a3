import { Value, type Struct } from "google-protobuf/google/protobuf/struct_pb";
import { plainOf, plainStruct, valueArray } from "./plain-struct";
import {
  marshalProperties,
  marshalValue,
  unmarshalProperties,
  unmarshalValue,
  type MarshalOptions,
  type PropertyMap,
  type PropertyValue,
  type UnmarshalOptions,
  type WireValue,
} from "./values";

/** Reads a message's properties; none are an empty map. */
export function fromStruct(struct: Struct | undefined, options: UnmarshalOptions): PropertyMap {
  return unmarshalProperties(struct === undefined ? {} : plainOf(struct), options);
}

/** Writes properties for a message. */
export function toStruct(properties: PropertyMap, options: MarshalOptions): Struct {
  return plainStruct(marshalProperties(properties, options));
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

/** Everything stays marked as what it is. */
export const keepAll = {
  keepUnknowns: true,
  keepSecrets: true,
  keepResources: true,
  keepOutputValues: true,
} as const;
