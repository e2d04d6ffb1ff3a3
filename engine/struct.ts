import { Struct, Value, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
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
  return Struct.fromJavaScript(marshalProperties(properties, options) as Record<string, JavaScriptValue>);
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
  return Value.fromJavaScript(marshalValue(name, value, options) as JavaScriptValue);
}

/** Everything stays marked as what it is. */
export const keepAll = {
  keepUnknowns: true,
  keepSecrets: true,
  keepResources: true,
  keepOutputValues: true,
} as const;
