import type { ResourceState } from "../../engine/state";
import { parseProviderReference } from "../../engine/provider-reference";

/** The URNs of the protected resources and of all that those need. */
export function protectedUrns(resources: readonly ResourceState[]): string[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const kept = new Set<string>();
  const open = resources.filter((resource) => resource.protect).map(({ urn }) => urn);
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    const resource = byUrn.get(urn);
    if (resource === undefined || kept.has(urn)) continue;
    kept.add(urn);
    open.push(...neededBy(resource));
  }
  return [...kept];
}

function neededBy({
  deletedWith,
  dependencies,
  parent,
  propertyDependencies,
  provider,
}: ResourceState): string[] {
  return [
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...(provider === "" ? [] : [parseProviderReference(provider).urn]),
    ...[parent, deletedWith].filter((urn) => urn !== undefined),
  ];
}
