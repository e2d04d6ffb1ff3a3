import { hasValue, valuesEqual } from "./equality";
import { formatPropertyPath, type PropertyPath } from "./property-path";
import { isPropertyArray, isPropertyMap, Output, propertyOf, sortedKeys } from "./property-value";
import type { PropertyMap, PropertyValue } from "./property-value";

/** One value that differs, as deep as lists and objects let it be told. */
export interface Difference {
  /** The written path. */
  path: string;
  kind: "add" | "delete" | "update";
}

/** What differs between two sets of properties, as Pulumi's engine compares inputs. */
export function differences(oldMap: PropertyMap, newMap: PropertyMap): Difference[] {
  return inMaps(oldMap, newMap, []);
}

/** The properties that differ, sorted. */
export function changedKeys(oldMap: PropertyMap, newMap: PropertyMap): string[] {
  const keys = sortedKeys({ ...oldMap, ...newMap });
  return keys.filter((key) => inMaps(only(oldMap, key), only(newMap, key), []).length > 0);
}

function only(map: PropertyMap, key: string): PropertyMap {
  const value = propertyOf(map, key);
  return value === undefined ? {} : Object.fromEntries([[key, value]]);
}

function inMaps(oldMap: PropertyMap, newMap: PropertyMap, at: PropertyPath): Difference[] {
  return sortedKeys({ ...oldMap, ...newMap }).flatMap((key) =>
    inProperty(propertyOf(oldMap, key), propertyOf(newMap, key), [...at, key]),
  );
}

function inProperty(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  at: PropertyPath,
): Difference[] {
  const path = formatPropertyPath(at);
  if (before === undefined) return after !== undefined && hasValue(after) ? [{ path, kind: "add" }] : [];
  if (after === undefined) return hasValue(before) ? [{ path, kind: "delete" }] : [];
  // What the SDK does not know yet is not a change.
  if (after instanceof Output) return [];
  const found = inValues(before, after, at);
  if (found.length === 0) return [];
  if (!hasValue(before)) return [{ path, kind: "add" }];
  return hasValue(after) ? found : [{ path, kind: "delete" }];
}

function inValues(before: PropertyValue, after: PropertyValue, at: PropertyPath): Difference[] {
  if (isPropertyArray(before) && isPropertyArray(after)) return inArrays(before, after, at);
  if (isPropertyMap(before) && isPropertyMap(after)) return inMaps(before, after, at);
  if (valuesEqual(before, after)) return [];
  const kind = before === null ? "add" : after === null ? "delete" : "update";
  return [{ path: formatPropertyPath(at), kind }];
}

function inArrays(
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
  at: PropertyPath,
): Difference[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => [...at, index]).flatMap((path, index) => {
    const [oldElement, newElement] = [before[index], after[index]];
    if (oldElement === undefined) return [{ path: formatPropertyPath(path), kind: "add" as const }];
    if (newElement === undefined) return [{ path: formatPropertyPath(path), kind: "delete" as const }];
    return inValues(oldElement, newElement, path);
  });
}
