import type { Urn } from "../urn";
import type { Archive } from "./archive";
import type { Asset } from "./asset";
import type { UnknownKind } from "./signatures";

/** A value of a resource's property. It is never changed once made: what differs is a new value. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | readonly PropertyValue[]
  | PropertyMap
  | Secret
  | Unknown
  | Output
  | Asset
  | Archive
  | ResourceReference;

/**
 * An object's properties. Read a key that comes from outside by `propertyOf`, which knows no inherited ones; make maps
 * by `Object.fromEntries` or a literal, which keep a property named `__proto__` as what it is.
 */
export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** A value that is encrypted in the state and masked wherever it is shown. */
export class Secret {
  constructor(readonly element: PropertyValue) {}
}

/** A value that is not known before the deployment: in a preview. */
export class Unknown {
  constructor(readonly kind: UnknownKind = "string") {}
}

/**
 * A value with what the SDK knows of it. It exists on the wire only, for packages that speak it; flatten it before it
 * reaches a state.
 */
export class Output {
  readonly element: PropertyValue;
  readonly known: boolean;
  readonly secret: boolean;
  readonly dependencies: readonly Urn[];

  constructor(output: {
    element?: PropertyValue;
    known: boolean;
    secret?: boolean;
    dependencies?: readonly Urn[];
  }) {
    this.element = output.element ?? null;
    this.known = output.known;
    this.secret = output.secret ?? false;
    this.dependencies = output.dependencies ?? [];
  }
}

/** Another resource as the value of a property. */
export class ResourceReference {
  constructor(
    readonly urn: Urn,
    /** Undefined for a component, which has no id. */
    readonly id: string | Unknown | undefined,
    readonly packageVersion: string,
  ) {}
}

/** Whether a value is a plain object: none of the special kinds. */
export function isPropertyMap(value: PropertyValue | undefined): value is PropertyMap {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is a list. */
export function isPropertyArray(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** An object's own property; undefined if it has none of that name. */
export function propertyOf(map: PropertyMap, key: string): PropertyValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The keys in Pulumi's stable order: by their bytes. */
export function sortedKeys(map: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(map);
  // Most maps are in order already.
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key) && isPlain(keys)) return keys;
  return keys.sort(compareBytes);
}

/** Whether UTF-16 has these in the order of UTF-8, which it has not where surrogates are about. */
function isPlain(texts: readonly string[]): boolean {
  return !hasSurrogate(texts.join(""));
}

/** Orders strings as Go does, by their UTF-8 bytes: code points beyond the first plane come last. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  if (isPlain([left, right])) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function hasSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}

/** A map with every value replaced, in the same order; the same map where none differs. */
export function mapProperties(
  map: PropertyMap,
  change: (value: PropertyValue, key: string) => PropertyValue,
): PropertyMap {
  const keys = Object.keys(map);
  const values = Object.values(map);
  const changed = changedValues(values, (value, index) => change(value, keys[index] ?? ""));
  return changed === values
    ? map
    : Object.fromEntries(keys.map((key, index) => [key, changed[index] ?? null]));
}

/** A list or map with every element replaced, in the same order; anything else, and what does not differ, as it is. */
export function mapElements(
  value: PropertyValue,
  change: (element: PropertyValue) => PropertyValue,
): PropertyValue {
  if (isPropertyArray(value)) return changedValues(value, change);
  return isPropertyMap(value) ? mapProperties(value, (element) => change(element)) : value;
}

/** Most of what is mapped has nothing that changes: it is not made anew. */
function changedValues(
  values: readonly PropertyValue[],
  change: (value: PropertyValue, index: number) => PropertyValue,
): readonly PropertyValue[] {
  let changed: PropertyValue[] | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as PropertyValue;
    const next = change(value, index);
    if (next !== value) changed ??= values.slice(0, index);
    changed?.push(next);
  }
  return changed ?? values;
}

/** A secret with another element; the same where it does not differ. */
export function resealed(secret: Secret, element: PropertyValue): Secret {
  return element === secret.element ? secret : new Secret(element);
}

/** Keys that start with two underscores are the engine's and the SDK's own. */
export function isInternalKey(key: string): boolean {
  return key.startsWith("__");
}
