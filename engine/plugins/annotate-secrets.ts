import {
  containsSecrets,
  isPropertyMap,
  mapProperties,
  propertyOf,
  Secret,
  type PropertyMap,
} from "../values";

/**
 * What a provider that knows no secrets gave back, with what was secret in what it was given made secret again, by
 * name.
 */
export function annotateSecrets(answer: PropertyMap, given: PropertyMap): PropertyMap {
  return mapProperties(answer, (value, key) => {
    const before = propertyOf(given, key);
    if (before === undefined) return value;
    if (isPropertyMap(value) && isPropertyMap(before)) return annotateSecrets(value, before);
    return !(value instanceof Secret) && containsSecrets(before) ? new Secret(value) : value;
  });
}
