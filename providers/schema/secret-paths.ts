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
    else if (mayHoldSecrets(schema, property)) yield* inType(schema, property, value, [...path, name]);
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

const known = new WeakMap<TypeSpec, boolean>();

/** Whether values of a type have anything that the schema calls secret: of most nobody needs to look at each. */
function mayHoldSecrets(schema: PackageSpec, type: TypeSpec): boolean {
  const found = known.get(type) ?? leadsToSecret(schema, type, new Set());
  known.set(type, found);
  return found;
}

function leadsToSecret(schema: PackageSpec, type: TypeSpec, seen: Set<TypeSpec>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  const { $ref, additionalProperties, items } = type;
  const named = $ref === undefined || $ref === anyType ? undefined : resolveType(schema, $ref);
  const properties = named !== undefined && "properties" in named ? Object.values(named.properties) : [];
  return (
    properties.some(({ secret }) => secret === true) ||
    [items, additionalProperties, ...properties].some(
      (part) => part !== undefined && leadsToSecret(schema, part, seen),
    )
  );
}
