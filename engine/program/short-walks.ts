/** A resource, as far as its URN goes. */
interface Resource {
  readonly urn: { promise(): Promise<string> };
}

/** What of the SDK finds the resources that another depends on. */
interface Parts {
  readonly dependsOn: {
    getAllTransitivelyReferencedResourceURNs(
      resources: ReadonlySet<Resource>,
      excluded: ReadonlySet<Resource>,
    ): Promise<Set<string>>;
  };
  readonly resources: { readonly CustomResource: { isInstance(value: unknown): boolean } };
}

/**
 * Has the SDK ask custom resources for their URNs straight. It walks them as it does components, whose children it
 * needs: ten promises for each property of each resource, of those that depend on nothing, too.
 */
export function shortenWalks({ dependsOn, resources: { CustomResource } }: Parts): void {
  const walk = dependsOn.getAllTransitivelyReferencedResourceURNs;
  dependsOn.getAllTransitivelyReferencedResourceURNs = async (resources, excluded) => {
    const all = [...resources];
    if (!all.every((each) => CustomResource.isInstance(each))) return walk(resources, excluded);
    const urns = all.filter((each) => !excluded.has(each)).map(({ urn }) => urn.promise());
    return new Set(urns.length === 0 ? [] : await Promise.all(urns));
  };
}
