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

/** Properties as events have them: in the form of the wire, secrets masked, the text of files left out. */
export function maskedProperties(map: PropertyMap): Record<string, unknown> {
  return marshalProperties(mapProperties(map, mask), {
    keepSecrets: true,
    keepUnknowns: true,
    keepResources: true,
  });
}

function mask(value: PropertyValue): PropertyValue {
  if (value instanceof Secret || (value instanceof Output && value.secret)) return new Secret("[secret]");
  if (value instanceof Output) return new Output({ ...value, element: mask(value.element) });
  if (value instanceof Asset) return value.isText ? new Asset({ hash: value.hash }) : value;
  return mapElements(value, mask);
}
