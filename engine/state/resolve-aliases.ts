import { formatProviderReference, parseProviderReference } from "../provider-reference";
import { buildUrn, parseUrn, rootStackType, type Urn } from "../urn";
import type { ResourceState } from "./resource-state";

/** Two records claim the same former URN. */
export class AliasConflictError extends Error {
  override readonly name = "AliasConflictError";
}

/**
 * The same records without aliases: whoever still refers to a former URN refers to the present one. Records that it
 * does not concern are returned as they are.
 *
 * @throws AliasConflictError
 */
export function resolveAliases(resources: readonly ResourceState[]): readonly ResourceState[] {
  if (resources.every(({ aliases }) => aliases.length === 0)) return resources;
  const present = presentUrns(resources);
  return resources.map((state) => withPresentUrns(state, (urn) => present.get(urn) ?? urn));
}

function presentUrns(resources: readonly ResourceState[]): Map<Urn, Urn> {
  const present = new Map<Urn, Urn>();
  for (const { urn, parent, aliases } of resources) {
    for (const alias of aliases) {
      const other = present.get(alias);
      if (other !== undefined && other !== urn) {
        throw new AliasConflictError(`${other} and ${urn} both have the alias ${alias}`);
      }
      present.set(alias, urn);
    }
    const newParent = parent === undefined ? undefined : present.get(parent);
    if (newParent !== undefined) inheritParent(present, urn, newParent);
  }
  return present;
}

/** A child of a renamed parent has a new URN itself, even if the program has not come to it yet. */
function inheritParent(present: Map<Urn, Urn>, urn: Urn, newParent: Urn): void {
  const parentType = parseUrn(newParent).qualifiedType;
  if (parentType !== rootStackType) present.set(urn, buildUrn({ ...parseUrn(urn), parentType }));
}

function withPresentUrns(state: ResourceState, present: (urn: Urn) => Urn): ResourceState {
  const changed: ResourceState = {
    ...state,
    urn: present(state.urn),
    parent: state.parent && present(state.parent),
    provider: state.provider && presentProvider(state.provider, present),
    dependencies: state.dependencies.map(present),
    propertyDependencies: presentOf(state.propertyDependencies, present),
    deletedWith: state.deletedWith && present(state.deletedWith),
    replaceWith: state.replaceWith.map(present),
    viewOf: state.viewOf && present(state.viewOf),
    aliases: [],
  };
  return state.aliases.length === 0 && sameUrns(state, changed) ? state : changed;
}

/** Like Pulumi's engine, what needs nothing is left out as soon as one of the others is renamed. */
function presentOf(
  dependencies: ResourceState["propertyDependencies"],
  present: (urn: Urn) => Urn,
): ResourceState["propertyDependencies"] {
  const entries = Object.entries(dependencies);
  if (entries.every(([, urns]) => urns.every((urn) => present(urn) === urn))) return dependencies;
  const needed = entries.filter(([, urns]) => urns.length > 0);
  return Object.fromEntries(needed.map(([key, urns]) => [key, urns.map(present)]));
}

function presentProvider(reference: string, present: (urn: Urn) => Urn): string {
  const { urn, id } = parseProviderReference(reference);
  return formatProviderReference({ urn: present(urn), id });
}

function sameUrns(left: ResourceState, right: ResourceState): boolean {
  return JSON.stringify(urnsOf(left)) === JSON.stringify(urnsOf(right));
}

function urnsOf(state: ResourceState): unknown {
  const { urn, parent, provider, dependencies, propertyDependencies, deletedWith, replaceWith, viewOf } =
    state;
  return [urn, parent, provider, dependencies, propertyDependencies, deletedWith, replaceWith, viewOf];
}
