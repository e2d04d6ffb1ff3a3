import { closest, distance } from "fastest-levenshtein";
import { UNKNOWN, type Path, type Value } from "../resources/bag";
import type { CheckFailure } from "../resources/lifecycle";
import { nulFailures } from "./nul";
import {
  anyType,
  resolveType,
  type Limits,
  type PackageSpec,
  type Properties,
  type PropertySpec,
  type TypeSpec,
} from "./package-spec";

/** What a bag is held against: the inputs of a resource or of the provider. */
export interface Expected {
  readonly properties: Properties;
  readonly required: readonly string[];
}

type Values = Readonly<Record<string, Value>>;

/**
 * All that is wrong with values by the schema, each with its exact path. Values that are not known yet are taken
 * for right. No reason says a value: it may be secret.
 */
export function validate(schema: PackageSpec, expected: Expected, values: Values): CheckFailure[] {
  return [...objectFailures(schema, expected, values, []), ...nulFailures(values, [])];
}

function* objectFailures(
  schema: PackageSpec,
  expected: Expected,
  values: Values,
  path: Path,
): Generator<CheckFailure> {
  for (const name of expected.required) {
    if ((values[name] ?? null) === null) yield { path: [...path, name], reason: "is required" };
  }
  for (const [name, value] of Object.entries(values)) {
    const property = ownProperty(expected.properties, name);
    if (property === undefined) yield unknownProperty(expected, [...path, name], name, values);
    else if (value !== null) yield* propertyFailures(schema, property, value, [...path, name]);
  }
}

function* propertyFailures(
  schema: PackageSpec,
  property: PropertySpec,
  value: Value,
  path: Path,
): Generator<CheckFailure> {
  let isTyped = true;
  for (const failure of typeFailures(schema, property, value, path)) {
    isTyped = false;
    yield failure;
  }
  if (isTyped && property.language !== undefined) {
    yield* limitFailures(property.language.moorage, property, value).map((reason) => ({ path, reason }));
  }
}

function* typeFailures(
  schema: PackageSpec,
  type: TypeSpec,
  value: Value,
  path: Path,
): Generator<CheckFailure> {
  if (value === UNKNOWN || type.$ref === anyType) return;
  if (type.oneOf !== undefined) {
    const isFine = type.oneOf.some((each) => [...typeFailures(schema, each, value, path)].length === 0);
    if (!isFine) yield wrongType(path, type.oneOf.map(nameOfType).join(" or "), value);
  } else if (type.$ref !== undefined) {
    yield* namedFailures(schema, type.$ref, value, path);
  } else if (type.type === "array") {
    if (!isArray(value)) return yield wrongType(path, "a list", value);
    for (const [index, item] of value.entries()) {
      yield* typeFailures(schema, elementType(type.items), item, [...path, index]);
    }
  } else if (type.type === "object") {
    if (!isObject(value)) return yield wrongType(path, "an object", value);
    for (const [key, item] of Object.entries(value)) {
      yield* typeFailures(schema, elementType(type.additionalProperties), item, [...path, key]);
    }
  } else if (type.type === "integer") {
    if (!Number.isInteger(value)) yield wrongType(path, nameOfType(type), value);
  } else if (typeof value !== type.type) {
    yield wrongType(path, nameOfType(type), value);
  }
}

function nameOfType({ type }: TypeSpec): string {
  return type === "integer" ? "a whole number" : `a ${type ?? "value"}`;
}

function* namedFailures(
  schema: PackageSpec,
  reference: string,
  value: Value,
  path: Path,
): Generator<CheckFailure> {
  const named = resolveType(schema, reference);
  if ("properties" in named) {
    if (isObject(value)) yield* objectFailures(schema, named, value, path);
    else yield wrongType(path, "an object", value);
    return;
  }
  const allowed = named.enum.map((item) => item.value);
  if (!allowed.some((item) => item === value)) {
    yield { path, reason: `must be one of ${allowed.map((item) => `"${item}"`).join(", ")}` };
  }
}

function limitFailures(limits: Limits, { oneOf = [] }: TypeSpec, value: Value): string[] {
  const reasons: string[] = [];
  if (typeof value === "number") {
    if (limits.minimum !== undefined && value < limits.minimum) {
      reasons.push(`must be at least ${limits.minimum}`);
    }
    if (limits.maximum !== undefined && value > limits.maximum) {
      reasons.push(`must be at most ${limits.maximum}`);
    }
  }
  if (typeof value === "string" && limits.pattern !== undefined) {
    if (!new RegExp(limits.pattern, "u").test(value)) {
      const otherTypes = oneOf.filter(({ type }) => type !== "string").map(nameOfType);
      reasons.push(
        `must ${[...otherTypes.map((each) => `be ${each}`), "match "].join(" or ")}${limits.pattern}`,
      );
    }
  }
  return reasons;
}

function unknownProperty(expected: Expected, path: Path, name: string, values: Values): CheckFailure {
  const hint = likelyName(expected, name, values);
  return { path, reason: `is not a known property${hint === undefined ? "" : `; did you mean "${hint}"?`}` };
}

/** The property that a mistyped name probably means; undefined where none is near. */
function likelyName(expected: Expected, name: string, values: Values): string | undefined {
  const missing = Object.keys(expected.properties).filter((known) => !Object.hasOwn(values, known));
  if (missing.length === 0) return undefined;
  const sameButCase = missing.find((known) => known.toLowerCase() === name.toLowerCase());
  if (sameButCase !== undefined) return sameButCase;
  const nearest = closest(name, missing);
  const isNear = distance(name, nearest) <= Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3));
  return isNear ? nearest : undefined;
}

function wrongType(path: Path, wanted: string, value: Value): CheckFailure {
  return { path, reason: `must be ${wanted}, not ${describe(value)}` };
}

function describe(value: Value): string {
  if (value === null) return "null";
  if (isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "number" && !Number.isInteger(value) ? "a fraction" : `a ${typeof value}`;
}

function elementType(type: TypeSpec | undefined): TypeSpec {
  return type ?? { $ref: anyType };
}

function ownProperty(properties: Properties, name: string): PropertySpec | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isObject(value: Value): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
