import type { Urn } from "../urn";
import {
  isPropertyArray,
  isPropertyMap,
  mapElements,
  mapProperties,
  Output,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/** The resources that a value came from, as far as the value itself tells. */
export function dependenciesOf(value: PropertyValue, found: Set<Urn> = new Set()): Set<Urn> {
  if (value instanceof Output) {
    if (value.known) dependenciesOf(value.element, found);
    for (const urn of value.dependencies) found.add(urn);
  } else if (value instanceof Secret) {
    dependenciesOf(value.element, found);
  } else if (isPropertyArray(value)) {
    for (const element of value) dependenciesOf(element, found);
  } else if (isPropertyMap(value)) {
    for (const element of Object.values(value)) dependenciesOf(element, found);
  }
  return found;
}

/** The same properties with their secrets and unknowns as outputs, each where it stands: so the SDK reads them. */
export function asOutputs(properties: PropertyMap): PropertyMap {
  return mapProperties(properties, asOutput);
}

function asOutput(value: PropertyValue): PropertyValue {
  if (value instanceof Unknown) return new Output({ known: false });
  if (value instanceof Secret)
    return new Output({ element: asOutput(value.element), known: true, secret: true });
  if (value instanceof Output) return new Output({ ...value, element: asOutput(value.element) });
  return mapElements(value, asOutput);
}

/** The same properties as outputs that tell where they came from, for who is to change them. */
export function withDependencies(
  properties: PropertyMap,
  dependencies: ReadonlyMap<string, ReadonlySet<Urn>>,
): PropertyMap {
  return mapProperties(properties, (value, key) => {
    const wanted = dependencies.get(key) ?? new Set<Urn>();
    const told = dependenciesOf(value);
    if ([...wanted].every((urn) => told.has(urn))) return value;
    const output = value instanceof Output ? value : new Output({ element: value, known: true });
    return new Output({ ...output, dependencies: [...new Set([...output.dependencies, ...wanted])] });
  });
}
