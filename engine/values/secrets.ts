import {
  mapElements,
  mapProperties,
  Output,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";

/** The same value in plain: for a provider that takes no secrets, never for anything that is written or shown. */
export function unwrapSecrets(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return unwrapSecrets(value.element);
  if (value instanceof Output) {
    return new Output({ ...value, element: unwrapSecrets(value.element), secret: false });
  }
  return mapElements(value, unwrapSecrets);
}

/** The same properties in plain. */
export function unwrapSecretsIn(map: PropertyMap): PropertyMap {
  return mapProperties(map, unwrapSecrets);
}

/** The same properties with `[secret]` in the place of each secret: for people and logs. */
export function maskSecretsIn(map: PropertyMap): PropertyMap {
  return mapProperties(map, maskSecrets);
}

function maskSecrets(value: PropertyValue): PropertyValue {
  if (value instanceof Secret || (value instanceof Output && value.secret)) return "[secret]";
  if (value instanceof Output) return new Output({ ...value, element: maskSecrets(value.element) });
  return mapElements(value, maskSecrets);
}
