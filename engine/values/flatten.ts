import {
  mapElements,
  mapProperties,
  Output,
  resealed,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";

/** The same value without Output: each is its element, unknown if that is not known, secret if it is secret. */
export function flattenOutput(value: PropertyValue): PropertyValue {
  if (value instanceof Output) {
    const element = value.known ? flattenOutput(value.element) : new Unknown();
    return value.secret ? new Secret(element) : element;
  }
  if (value instanceof Secret) return resealed(value, flattenOutput(value.element));
  return mapElements(value, flattenOutput);
}

/** The same properties without Output. */
export function flattenOutputs(map: PropertyMap): PropertyMap {
  return mapProperties(map, flattenOutput);
}
