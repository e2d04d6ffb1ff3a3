import {
  mapElements,
  mapProperties,
  Output,
  ResourceReference,
  resealed,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/** The properties with references to resources as their ids, or as URNs where there is none. */
export function withoutReferences(map: PropertyMap): PropertyMap {
  return mapProperties(map, inside);
}

function inside(value: PropertyValue): PropertyValue {
  if (value instanceof ResourceReference) return value.id ?? value.urn;
  if (value instanceof Secret) return resealed(value, inside(value.element));
  if (value instanceof Output) return new Output({ ...value, element: inside(value.element) });
  return mapElements(value, inside);
}
