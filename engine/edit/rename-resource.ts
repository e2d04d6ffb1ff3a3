import { formatProviderReference, parseProviderReference } from "../provider-reference";
import type { ResourceState } from "../state";
import { isUrn, renameUrn, rootStackType, type Urn } from "../urn";
import { EditError } from "./edit-error";

/**
 * The same state with another name of one resource, in all that refers to it, too.
 *
 * @throws EditError if the name is taken, or the resource is the one that stands for the stack
 */
export function renameResource(
  resources: readonly ResourceState[],
  meant: ResourceState,
  name: string,
): { readonly resources: readonly ResourceState[]; readonly urn: Urn } {
  if (meant.type === rootStackType) {
    throw new EditError(`${meant.urn} stands for the stack itself: rename the stack, with \`stack rename\``);
  }
  if (name === "" || isUrn(name)) {
    throw new EditError(`${JSON.stringify(name)} is no name of a resource: a name was expected, not a URN`);
  }
  const urn = renameUrn(meant.urn, { name });
  if (urn !== meant.urn && resources.some((resource) => resource.urn === urn)) {
    throw new EditError(`there is a resource ${urn} already: take another name`);
  }
  const rename = (other: Urn): Urn => (other === meant.urn ? urn : other);
  return { resources: resources.map((resource) => withUrns(resource, rename)), urn };
}

function withUrns(resource: ResourceState, rename: (urn: Urn) => Urn): ResourceState {
  const maybe = (urn: Urn | undefined): Urn | undefined => (urn === undefined ? undefined : rename(urn));
  return {
    ...resource,
    urn: rename(resource.urn),
    parent: maybe(resource.parent),
    provider: renameProvider(resource.provider, rename),
    dependencies: resource.dependencies.map(rename),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, urns.map(rename)]),
    ),
    deletedWith: maybe(resource.deletedWith),
    replaceWith: resource.replaceWith.map(rename),
    viewOf: maybe(resource.viewOf),
  };
}

function renameProvider(reference: string, rename: (urn: Urn) => Urn): string {
  if (reference === "") return "";
  const { urn, id } = parseProviderReference(reference);
  return formatProviderReference({ urn: rename(urn), id });
}
