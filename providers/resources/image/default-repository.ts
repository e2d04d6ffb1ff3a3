import { parseReference, repositoryNameFrom, repositoryOf } from "../../images/reference";
import { hasFormOfDefault } from "../../reconcile/ownership";
import type { Bag } from "../bag";
import type { Urn } from "../lifecycle";
import { readUrn } from "../urn";

/** The repository of an image that is given no name; it stays what it was, though the stack was renamed since. */
export function defaultRepository(urn: Urn, olds: Bag | undefined): string {
  const name = olds?.values["name"];
  const before = typeof name === "string" ? withoutRegistry(name) : undefined;
  const isKept = before !== undefined && hasFormOfDefault(before, repositoryNameFrom(urn.name));
  return isKept ? before : firstRepository(urn);
}

/**
 * Whether an image in a resource's repository was built for the same resource while its stack had another name: then
 * the repository is named after that.
 */
export function isFormerly(former: string, { name }: Urn, repository: string): boolean {
  const urn = readUrn(former);
  return urn?.name === name && withoutRegistry(repository) === firstRepository(urn);
}

function firstRepository({ project, stack, name }: Urn): string {
  return repositoryNameFrom(`${project}-${stack}-${name}`);
}

function withoutRegistry(reference: string): string {
  const repository = repositoryOf(parseReference(reference));
  return repository.slice(repository.lastIndexOf("/") + 1);
}
