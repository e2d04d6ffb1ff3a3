import { formatProviderReference, parseProviderReference } from "../provider-reference";
import { isUrn, parseUrn, renameUrn, rootStackType, type Urn } from "../urn";
import { parseCheckpoint } from "../state/checkpoint-document";
import type { StoredCheckpoint } from "./find-checkpoint";
import { fullStackName, type StackReference } from "./stack-reference";

interface StoredResource {
  urn: Urn;
  parent?: Urn;
  provider?: string;
  dependencies?: Urn[];
  propertyDependencies?: Record<string, Urn[] | null>;
  deletedWith?: Urn;
  replaceWith?: Urn[];
  viewOf?: Urn;
}

/** A checkpoint's JSON, as far as a rename looks at it. */
interface StoredDocument {
  checkpoint?: {
    stack?: string;
    latest?: { resources?: StoredResource[]; pending_operations?: { resource: StoredResource }[] };
  };
}

/** The same checkpoint of a stack with another name; ciphertexts and all else stay as they are. @throws StateError */
export function renameInCheckpoint({ text, location }: StoredCheckpoint, to: StackReference): string {
  const document = parseCheckpoint(text, location) as unknown as StoredDocument;
  const { checkpoint } = document;
  if (checkpoint === undefined) return text;
  checkpoint.stack = fullStackName(to);
  const resources = checkpoint.latest?.resources ?? [];
  const pending = (checkpoint.latest?.pending_operations ?? []).map(({ resource }) => resource);
  for (const resource of [...resources, ...pending]) renameIn(resource, (urn) => renamed(urn, to));
  return JSON.stringify(document);
}

function renameIn(resource: StoredResource, rename: (urn: Urn) => Urn): void {
  resource.urn = rename(resource.urn);
  if (resource.parent) resource.parent = rename(resource.parent);
  if (resource.deletedWith) resource.deletedWith = rename(resource.deletedWith);
  if (resource.viewOf) resource.viewOf = rename(resource.viewOf);
  if (resource.dependencies) resource.dependencies = resource.dependencies.map(rename);
  if (resource.replaceWith) resource.replaceWith = resource.replaceWith.map(rename);
  for (const [key, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    if (resource.propertyDependencies) resource.propertyDependencies[key] = (urns ?? []).map(rename);
  }
  if (resource.provider) {
    const { urn, id } = parseProviderReference(resource.provider);
    resource.provider = formatProviderReference({ urn: rename(urn), id });
  }
}

function renamed(urn: Urn, { project, name: stack }: StackReference): Urn {
  if (!isUrn(urn)) return urn;
  const isRoot = parseUrn(urn).qualifiedType === rootStackType;
  return renameUrn(urn, { stack, project, ...(isRoot ? { name: `${project}-${stack}` } : {}) });
}
