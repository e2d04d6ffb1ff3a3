import type { PropertyPath } from "./property-path";
import { isPropertyArray, isPropertyMap, propertyOf, Secret } from "./property-value";
import type { PropertyMap, PropertyValue } from "./property-value";

/** A value, and whether it or anything around it is secret. */
interface Seen {
  value: PropertyValue;
  secret: boolean;
}

/** The new value with what could be kept, and whether all could: not where the shapes differ along the path. */
interface Kept {
  value: PropertyValue;
  complete: boolean;
}

/**
 * The new properties with what is at the path as it was in the old ones: for `ignoreChanges`. It is not complete where
 * an element along the path was added or removed, so that there is nothing to keep or nowhere to put it.
 */
export function resetAt(
  path: PropertyPath,
  oldMap: PropertyMap,
  newMap: PropertyMap,
): { properties: PropertyMap; complete: boolean } {
  const { value, complete } = reset(path, { value: oldMap, secret: false }, { value: newMap, secret: false });
  return { properties: value as PropertyMap, complete };
}

function reset(path: PropertyPath, oldSeen: Seen, newSeen: Seen): Kept {
  const [element, ...rest] = path;
  if (newSeen.value instanceof Secret) {
    const inner = reset(path, oldSeen, { value: newSeen.value.element, secret: true });
    return { ...inner, value: new Secret(inner.value) };
  }
  const before = open(oldSeen);
  if (element === undefined) return { value: newSeen.value, complete: false };
  if (element === "*") return resetAll(rest, before, newSeen);
  return typeof element === "number"
    ? resetIndex(element, rest, before, newSeen)
    : resetKey(element, rest, before, newSeen);
}

function resetIndex(index: number, rest: PropertyPath, before: Seen, after: Seen): Kept {
  const unchanged = { value: after.value };
  if (!isPropertyArray(before.value) || !isPropertyArray(after.value)) {
    return { ...unchanged, complete: !isPropertyArray(before.value) && !isPropertyArray(after.value) };
  }
  const oldElement = before.value[index];
  const newElement = after.value[index];
  if (oldElement === undefined || newElement === undefined) {
    const neither = index >= 0 && oldElement === undefined && newElement === undefined;
    return { ...unchanged, complete: neither && rest.length === 0 };
  }
  const kept = keep(rest, { ...before, value: oldElement }, { ...after, value: newElement });
  return { value: after.value.with(index, kept.value), complete: kept.complete };
}

function resetKey(key: string, rest: PropertyPath, before: Seen, after: Seen): Kept {
  const unchanged = { value: after.value };
  const oldElement = isPropertyMap(before.value) ? propertyOf(before.value, key) : undefined;
  if (rest.length === 0) {
    if (oldElement === undefined) return { value: without(after.value, key), complete: true };
    if (!isPropertyMap(after.value)) return { ...unchanged, complete: false };
    return {
      value: withKey(after.value, key, carried({ ...before, value: oldElement }, after)),
      complete: true,
    };
  }
  if (!isPropertyMap(before.value) || !isPropertyMap(after.value)) {
    return { ...unchanged, complete: !isPropertyMap(before.value) && !isPropertyMap(after.value) };
  }
  const newElement = propertyOf(after.value, key);
  if (newElement === undefined) return { ...unchanged, complete: oldElement === undefined };
  const kept = reset(rest, { ...before, value: oldElement ?? null }, { ...after, value: newElement });
  return { value: withKey(after.value, key, kept.value), complete: kept.complete };
}

function resetAll(rest: PropertyPath, before: Seen, after: Seen): Kept {
  if (isPropertyArray(after.value)) return resetElements(rest, before, { ...after, value: after.value });
  if (!isPropertyMap(after.value)) return { value: after.value, complete: false };
  if (!isPropertyMap(before.value)) return { value: after.value, complete: rest.length === 0 };
  let value: PropertyMap = rest.length === 0 ? {} : after.value;
  for (const [key, oldElement] of Object.entries(before.value)) {
    const newElement = propertyOf(after.value, key);
    if (newElement === undefined && rest.length > 0) return { value, complete: false };
    const kept = keep(rest, { ...before, value: oldElement }, { ...after, value: newElement ?? null });
    value = withKey(value, key, kept.value);
    if (!kept.complete) return { value, complete: false };
  }
  return { value, complete: true };
}

function resetElements(
  rest: PropertyPath,
  before: Seen,
  after: { value: readonly PropertyValue[]; secret: boolean },
): Kept {
  if (!isPropertyArray(before.value)) return { value: after.value, complete: rest.length === 0 };
  const value = [...after.value];
  for (const [index, oldElement] of before.value.slice(0, value.length).entries()) {
    const kept = keep(rest, { ...before, value: oldElement }, { ...after, value: value[index] ?? null });
    value[index] = kept.value;
    if (!kept.complete) return { value, complete: false };
  }
  return { value, complete: before.value.length === after.value.length };
}

function keep(rest: PropertyPath, before: Seen, after: Seen): Kept {
  return rest.length === 0 ? { value: carried(before, after), complete: true } : reset(rest, before, after);
}

/** What was secret by something around it stays so where it is put. */
function carried(before: Seen, after: Seen): PropertyValue {
  return before.secret && !after.secret ? new Secret(before.value) : before.value;
}

function open(seen: Seen): Seen {
  return seen.value instanceof Secret ? open({ value: seen.value.element, secret: true }) : seen;
}

function withKey(map: PropertyMap, key: string, value: PropertyValue): PropertyMap {
  return Object.fromEntries([...Object.entries(map), [key, value]]);
}

function without(value: PropertyValue, key: string): PropertyValue {
  if (!isPropertyMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
}
