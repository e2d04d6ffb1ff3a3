import { parseProviderReference } from "../provider-reference";
import type { ResourceState } from "../state";
import { dependenciesOf } from "../steps/dependencies";
import { HasDependentsError, ProtectedResourceError } from "./edit-error";

/** How much may be deleted from a state. */
export interface DeleteOptions {
  /** Protected resources, too. @default false */
  force?: boolean | undefined;
  /** What depends on the resources, too. @default false: it is refused then */
  targetDependents?: boolean | undefined;
}

/** What of a state stays, and what goes. */
export interface Deletion {
  readonly kept: readonly ResourceState[];
  readonly deleted: readonly ResourceState[];
}

/**
 * Takes records out of a state; what they stand for is not touched.
 *
 * @param resources the state's, in their order: each after what it depends on
 * @param doomed some of them
 * @throws HasDependentsError, ProtectedResourceError
 */
export function deleteResources(
  resources: readonly ResourceState[],
  doomed: readonly ResourceState[],
  options: DeleteOptions = {},
): Deletion {
  const going = new Set(doomed);
  const dependents = dependentsOf(resources, going);
  if (dependents.length > 0 && options.targetDependents !== true) {
    throw new HasDependentsError(
      doomed.map(({ urn }) => urn),
      dependents,
    );
  }
  for (const dependent of dependents) going.add(dependent);
  const deleted = resources.filter((resource) => going.has(resource));
  const isProtected = deleted.filter((resource) => resource.protect);
  if (isProtected.length > 0 && options.force !== true) throw new ProtectedResourceError(isProtected);
  return { kept: resources.filter((resource) => !going.has(resource)), deleted };
}

/** What would refer to nothing, directly or not. A record of the same URN that stays is something. */
function dependentsOf(
  resources: readonly ResourceState[],
  doomed: ReadonlySet<ResourceState>,
): ResourceState[] {
  const [stayingUrns, goingUrns] = [new Set<string>(), new Set<string>()];
  const goingProviders = new Set<string>();
  return resources.filter((resource) => {
    const { urn, id, provider } = resource;
    const depends =
      dependenciesOf(resource).some((other) => goingUrns.has(other.urn) && !stayingUrns.has(other.urn)) ||
      (provider !== "" && goingProviders.has(keyOf(parseProviderReference(provider))));
    const goes = doomed.has(resource) || depends;
    (goes ? goingUrns : stayingUrns).add(urn);
    if (goes) goingProviders.add(keyOf({ urn, id }));
    return depends && !doomed.has(resource);
  });
}

function keyOf({ urn, id }: { urn: string; id: string }): string {
  return `${urn}::${id}`;
}
