import {
  isPropertyArray,
  isPropertyMap,
  Output,
  Secret,
  Unknown,
  type PropertyValue,
} from "./property-value";

/** Whether a secret is anywhere in the value. */
export function containsSecrets(value: PropertyValue): boolean {
  if (value instanceof Secret) return true;
  if (value instanceof Output) return value.secret || containsSecrets(value.element);
  return children(value).some(containsSecrets);
}

/** Whether anything in the value is not known yet. */
export function containsUnknowns(value: PropertyValue): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Output) return !value.known;
  if (value instanceof Secret) return containsUnknowns(value.element);
  return children(value).some(containsUnknowns);
}

function children(value: PropertyValue): readonly PropertyValue[] {
  if (isPropertyArray(value)) return value;
  return isPropertyMap(value) ? Object.values(value) : [];
}
