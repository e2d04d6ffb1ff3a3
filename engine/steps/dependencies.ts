import { parseProviderReference } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";

/** One resource that another cannot be without, and why. */
export interface Dependency {
  kind: "parent" | "dependency" | "property dependency" | "deleted with" | "replace with";
  urn: Urn;
  /** The input property that brings a property dependency. */
  property?: string;
}

/** All that a record depends on, except its provider. */
export function dependenciesOf(state: ResourceState): Dependency[] {
  const found: Dependency[] = [];
  if (state.parent) found.push({ kind: "parent", urn: state.parent });
  for (const urn of state.dependencies) found.push({ kind: "dependency", urn });
  for (const [property, urns] of Object.entries(state.propertyDependencies)) {
    for (const urn of urns) found.push({ kind: "property dependency", urn, property });
  }
  if (state.deletedWith) found.push({ kind: "deleted with", urn: state.deletedWith });
  for (const urn of state.replaceWith) found.push({ kind: "replace with", urn });
  return found.filter(({ urn }) => urn !== "");
}

/** The URN of a record's provider; undefined for what has none. */
export function providerUrnOf(state: ResourceState): Urn | undefined {
  return state.provider === "" ? undefined : parseProviderReference(state.provider).urn;
}

/** The URNs of all that a record depends on, its provider among them. */
export function dependencyUrnsOf(state: ResourceState): Urn[] {
  const provider = providerUrnOf(state);
  const urns = dependenciesOf(state).map(({ urn }) => urn);
  return provider === undefined ? urns : [...urns, provider];
}
