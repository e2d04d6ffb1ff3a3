import { commonLength } from "../common-length";
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
export function integrityProblem({ manifest, resources }: Snapshot): string | undefined {
  if (manifest.magic !== magicOf(manifest.version))
    return "its manifest's magic does not belong to its version";
  return new IntegrityCheck().problem(resources);
}

/**
 * Checks the lists of records of one stack, one save after the other. What a list has in common with the one before,
 * from the beginning, is not looked at again: a save that adds or removes records at the end costs these only.
 */
export class IntegrityCheck {
  readonly #checked: ResourceState[] = [];
  /** How many records of a URN there are, and how many of them are not to be deleted. */
  readonly #seen = new Map<Urn, { all: number; living: number }>();
  readonly #providers = new Map<string, number>();

  /** What is wrong with the list; undefined if it is valid. */
  problem(resources: readonly ResourceState[]): string | undefined {
    this.#goBackTo(commonLength(this.#checked, resources));
    for (let index = this.#checked.length; index < resources.length; index++) {
      const state = resources[index] as ResourceState;
      const problem = this.#problemOf(state, index, resources);
      if (problem !== undefined) return problem;
      this.#checked.push(state);
    }
    return undefined;
  }

  #goBackTo(length: number): void {
    while (this.#checked.length > length) {
      const state = this.#checked.pop() as ResourceState;
      this.#count(state, -1);
      if (isProviderType(state.type)) add(this.#providers, referenceTo(state), -1);
    }
  }

  #problemOf(state: ResourceState, index: number, resources: readonly ResourceState[]): string | undefined {
    const itself = problemOfItself(state, index);
    if (itself !== undefined) return itself;
    if (isProviderType(state.type)) add(this.#providers, referenceTo(state), 1);
    const problem =
      this.#problemOfProvider(state) ??
      this.#problemOfReferences(state, index, resources) ??
      this.#problemOfUrn(state);
    if (problem === undefined) this.#count(state, 1);
    else if (isProviderType(state.type)) add(this.#providers, referenceTo(state), -1);
    return problem;
  }

  #problemOfProvider({ urn, provider, pendingReplacement }: ResourceState): string | undefined {
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

  #problemOfReferences(
    state: ResourceState,
    index: number,
    resources: readonly ResourceState[],
  ): string | undefined {
    for (const [kind, urn] of references(state)) {
      if (this.#seen.has(urn)) continue;
      const isLater = resources.slice(index + 1).some((other) => other.urn === urn);
      return `${state.urn} refers to its ${kind} ${urn}, which ${isLater ? "comes after it" : "is not there"}`;
    }
    return undefined;
  }

  #problemOfUrn(state: ResourceState): string | undefined {
    const living = this.#seen.get(state.urn)?.living ?? 0;
    return living > 0 && !state.delete ? `${state.urn} is there twice, and not to be deleted` : undefined;
  }

  #count({ urn, delete: isLeaving }: ResourceState, by: 1 | -1): void {
    const { all, living } = this.#seen.get(urn) ?? { all: 0, living: 0 };
    if (all + by === 0) this.#seen.delete(urn);
    else this.#seen.set(urn, { all: all + by, living: isLeaving ? living : living + by });
  }
}

function problemOfItself({ urn, type, custom, id }: ResourceState, index: number): string | undefined {
  if (urn === "") return `the resource at index ${index} has no URN`;
  if (type === "") return `${urn} has no type`;
  if (!custom && id !== "") return `${urn} is a component (custom is false), but has an id`;
  return undefined;
}

function referenceTo({ urn, id }: ResourceState): string {
  return `${urn}::${id || unknownId}`;
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
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
