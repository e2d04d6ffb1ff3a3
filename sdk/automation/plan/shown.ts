import {
  Archive,
  Asset,
  isPropertyArray,
  isPropertyMap,
  mapProperties,
  Output,
  ResourceReference,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
} from "../../../engine/values";

/** A value as people may see it: no secret, and of a file no more than where it is. */
export function shownValue(value: PropertyValue): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Secret) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (value instanceof Output) return value.secret ? "[secret]" : shownValue(value.element);
  if (value instanceof Asset) return { asset: value.path || value.uri || value.hash };
  if (value instanceof Archive) return { archive: value.path || value.uri || value.hash };
  if (value instanceof ResourceReference) return value.urn;
  if (isPropertyArray(value)) return value.map(shownValue);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shownValue(each)]));
}

/** All of some properties as people may see them. */
export function shownProperties(map: PropertyMap): Record<string, unknown> {
  return shownValue(mapProperties(map, (value) => value)) as Record<string, unknown>;
}

/** The value at a path, to be shown; undefined where there is none. What is in a secret is secret. */
export function shownAt(map: PropertyMap, path: PropertyPath): unknown {
  let current: PropertyValue | undefined = map;
  for (const key of path) {
    if (current instanceof Secret || current instanceof Unknown) break;
    if (isPropertyArray(current) && typeof key === "number") current = current[key];
    else if (isPropertyMap(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current === undefined ? undefined : shownValue(current);
}
