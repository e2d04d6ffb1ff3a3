import type { Path, Value } from "../resources/bag";
import { anyType, resolveType, type PackageSpec, type Properties, type TypeSpec } from "./package-spec";

/** Places of values that the schema calls secret, whether the program marked them or not. */
export function secretPaths(
  schema: PackageSpec,
  properties: Properties,
  values: Readonly<Record<string, Value>>,
): Path[] {
  return [...inObject(schema, properties, values, [])];
}

function* inObject(
  schema: PackageSpec,
  properties: Properties,
  values: Readonly<Record<string, Value>>,
  path: Path,
): Generator<Path> {
  for (const [name, value] of Object.entries(values)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined || value === null) continue;
    if (property.secret === true) yield [...path, name];
    else yield* inType(schema, property, value, [...path, name]);
  }
}

function* inType(schema: PackageSpec, type: TypeSpec, value: Value, path: Path): Generator<Path> {
  if (Array.isArray(value)) {
    if (type.items === undefined) return;
    for (const [index, item] of value.entries())
      yield* inType(schema, type.items, item as Value, [...path, index]);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const object = value as Readonly<Record<string, Value>>;
  if (type.$ref !== undefined && type.$ref !== anyType) {
    const named = resolveType(schema, type.$ref);
    if ("properties" in named) yield* inObject(schema, named.properties, object, path);
  } else if (type.additionalProperties !== undefined) {
    for (const [key, item] of Object.entries(object)) {
      yield* inType(schema, type.additionalProperties, item, [...path, key]);
    }
  }
}
