import { Archive } from "./archive";
import { Asset, hashOfText } from "./asset";
import {
  isPropertyArray,
  isPropertyMap,
  Output,
  propertyOf,
  ResourceReference,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";

/**
 * Whether Pulumi's engine takes two values for the same: a property that is null equals one that is not there, assets
 * and archives are compared by hash, references by URN and id, and a secret never equals a plain value.
 */
export function valuesEqual(left: PropertyValue, right: PropertyValue): boolean {
  if (left === right) return true;
  if (isPropertyArray(left)) return isPropertyArray(right) && arraysEqual(left, right);
  if (isPropertyMap(left)) return isPropertyMap(right) && propertiesEqual(left, right);
  if (left instanceof Secret) return right instanceof Secret && valuesEqual(left.element, right.element);
  if (left instanceof Unknown) return right instanceof Unknown && left.kind === right.kind;
  if (left instanceof Asset) return right instanceof Asset && assetsEqual(left, right);
  if (left instanceof Archive)
    return right instanceof Archive && left.hash !== "" && left.hash === right.hash;
  if (left instanceof ResourceReference) {
    return right instanceof ResourceReference && left.urn === right.urn && idsEqual(left.id, right.id);
  }
  if (left instanceof Output) return right instanceof Output && outputsEqual(left, right);
  return false;
}

/** Whether Pulumi's engine takes two sets of properties for the same. */
export function propertiesEqual(left: PropertyMap, right: PropertyMap): boolean {
  for (const [key, value] of Object.entries(left)) {
    const other = propertyOf(right, key);
    if (other === undefined ? hasValue(value) : !valuesEqual(value, other)) return false;
  }
  return Object.entries(right).every(([key, value]) => Object.hasOwn(left, key) || !hasValue(value));
}

/** Whether a value says anything: null and an unknown output do not. */
export function hasValue(value: PropertyValue): boolean {
  return value instanceof Output ? value.known : value !== null;
}

function arraysEqual(left: readonly PropertyValue[], right: readonly PropertyValue[]): boolean {
  return (
    left.length === right.length && left.every((value, index) => valuesEqual(value, right[index] ?? null))
  );
}

function assetsEqual(left: Asset, right: Asset): boolean {
  const hash = hashOf(left);
  return hash !== "" && hash === hashOf(right);
}

function hashOf(asset: Asset): string {
  return asset.hash === "" && asset.isText ? hashOfText(asset.text) : asset.hash;
}

function idsEqual(left: ResourceReference["id"], right: ResourceReference["id"]): boolean {
  return left instanceof Unknown ? right instanceof Unknown : left === right;
}

function outputsEqual(left: Output, right: Output): boolean {
  return (
    left.known === right.known &&
    left.secret === right.secret &&
    arraysEqual(left.dependencies, right.dependencies) &&
    valuesEqual(left.element, right.element)
  );
}
