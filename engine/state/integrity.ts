import { InvalidProviderReferenceError, parseProviderReference } from "../provider-reference";
import { isProviderType, type Urn } from "../urn";
import type { ResourceState } from "./resource-state";
import { magicOf, type Snapshot } from "./snapshot";

/** What is told of a provider whose id is not known yet. */
const unknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What makes a snapshot invalid: a record that refers to one that comes after it or is not there, two records of one
 * URN, a provider that is none. It is what the Pulumi CLI refuses as well; undefined means that it would not.
 */
export function integrityProblem(snapshot: Snapshot): string | undefined {
  const { manifest, resources } = snapshot;
  if (manifest.magic !== magicOf(manifest.version))
    return "its manifest's magic does not belong to its version";
  const check = new IntegrityCheck(resources);
  for (const [index, state] of resources.entries()) {
    const problem = check.next(state, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

class IntegrityCheck {
  /** By URN: whether one that is not to be deleted was seen. */
  readonly #seen = new Map<Urn, boolean>();
  readonly #providers = new Set<string>();

  constructor(private readonly resources: readonly ResourceState[]) {}

  next(state: ResourceState, index: number): string | undefined {
    return (
      this.#itself(state, index) ??
      this.#provider(state) ??
      this.#references(state, index) ??
      this.#duplicate(state)
    );
  }

  #itself({ urn, type, custom, id }: ResourceState, index: number): string | undefined {
    if (urn === "") return `the resource at index ${index} has no URN`;
    if (type === "") return `${urn} has no type`;
    if (!custom && id !== "") return `${urn} is a component (custom is false), but has an id`;
    return undefined;
  }

  #provider({ urn, type, id, provider, pendingReplacement }: ResourceState): string | undefined {
    if (isProviderType(type)) this.#providers.add(`${urn}::${id || unknownId}`);
    if (provider === "" || this.#providers.has(provider)) return undefined;
    try {
      parseProviderReference(provider);
    } catch (error) {
      if (error instanceof InvalidProviderReferenceError) return `${urn}: its provider ${error.message}`;
      throw error;
    }
    return pendingReplacement
      ? undefined
      : `${urn} refers to the provider ${provider}, which is not there before it`;
  }

  #references(state: ResourceState, index: number): string | undefined {
    for (const [kind, urn] of references(state)) {
      if (this.#seen.has(urn)) continue;
      const isLater = this.resources.slice(index + 1).some((other) => other.urn === urn);
      return `${state.urn} refers to its ${kind} ${urn}, which ${isLater ? "comes after it" : "is not there"}`;
    }
    return undefined;
  }

  #duplicate(state: ResourceState): string | undefined {
    const lives = this.#seen.get(state.urn) ?? false;
    if (lives && !state.delete) return `${state.urn} is there twice, and not to be deleted`;
    this.#seen.set(state.urn, lives || !state.delete);
    return undefined;
  }
}

function* references(state: ResourceState): Generator<[kind: string, urn: Urn]> {
  if (state.parent !== undefined) yield ["parent", state.parent];
  for (const urn of state.dependencies) yield ["dependency", urn];
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    for (const urn of urns) yield [`property ${key}'s dependency`, urn];
  }
  if (state.deletedWith !== undefined) yield ["deletedWith", state.deletedWith];
  for (const urn of state.replaceWith) yield ["replaceWith", urn];
}
