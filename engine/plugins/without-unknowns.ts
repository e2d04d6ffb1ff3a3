import {
  containsUnknowns,
  isPropertyArray,
  isPropertyMap,
  Secret,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/**
 * The same properties without what is not known. Outside of a preview that is what a failed resource would have given:
 * where an operation goes on after errors, who depends on it is still checked before it is left out.
 */
export function withoutUnknowns(map: PropertyMap): PropertyMap {
  if (!Object.values(map).some(containsUnknowns)) return map;
  const entries = Object.entries(map).map(([key, value]) => [key, known(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as PropertyMap;
}

function known(value: PropertyValue): PropertyValue | undefined {
  if (!containsUnknowns(value)) return value;
  if (isPropertyArray(value)) return value.map(known).filter((element) => element !== undefined);
  if (isPropertyMap(value)) return withoutUnknowns(value);
  const element = value instanceof Secret ? known(value.element) : undefined;
  return element === undefined ? undefined : new Secret(element);
}
