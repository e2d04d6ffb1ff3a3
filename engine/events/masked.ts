import type { SecretFilter } from "../secret-filter";
import {
  Asset,
  mapElements,
  mapProperties,
  marshalProperties,
  Output,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/**
 * Properties as events have them: in the form of the wire, secrets masked, the text of files left out.
 *
 * @param filter takes out of texts what is secret in the stack's configuration
 */
export function maskedProperties(map: PropertyMap, filter: SecretFilter): Record<string, unknown> {
  const mask = (value: PropertyValue): PropertyValue => masked(value, mask, filter);
  return marshalProperties(mapProperties(map, mask), {
    keepSecrets: true,
    keepUnknowns: true,
    keepResources: true,
  });
}

function masked(
  value: PropertyValue,
  mask: (value: PropertyValue) => PropertyValue,
  filter: SecretFilter,
): PropertyValue {
  if (typeof value === "string") return filter(value);
  if (value instanceof Secret || (value instanceof Output && value.secret)) return new Secret("[secret]");
  if (value instanceof Output) return new Output({ ...value, element: mask(value.element) });
  if (value instanceof Asset) return value.isText ? new Asset({ hash: value.hash }) : value;
  return mapElements(value, mask);
}
