import type { Urn } from "../urn";
import { dependenciesOf, dependencyUrnsOf, providerUrnOf } from "./dependencies";
import type { Entry } from "./entry";

/** Who needs whom among resources that stand in order of dependency: what is needed comes first. */
export class DependencyGraph {
  readonly #entries: readonly Entry[];
  readonly #places = new Map<Entry, number>();
  /** Places of all descendants, by URN. */
  readonly #descendants = new Map<Urn, number[]>();
  /** Places of the resources that have a URN, or had it before they were renamed. */
  readonly #byUrn = new Map<Urn, number[]>();

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
    const lastPlace = new Map<Urn, number>();
    for (const [place, entry] of entries.entries()) {
      this.#places.set(entry, place);
      lastPlace.set(entry.state.urn, place);
      for (const urn of namesOf(entry)) append(this.#byUrn, urn, place);
      for (let { parent } = entry.state; parent;) {
        append(this.#descendants, parent, place);
        const at = lastPlace.get(parent);
        parent = at === undefined ? undefined : entries[at]?.state.parent;
      }
    }
  }

  has(entry: Entry): boolean {
    return this.#places.has(entry);
  }

  /** Lets another entry stand for one that is in the graph, as after a refresh. */
  alias(entry: Entry, existing: Entry): void {
    this.#places.set(entry, this.#placeOf(existing));
  }

  /** These entries in the graph's order. */
  inOrder<Value>(entries: ReadonlyMap<Entry, Value>): (readonly [Entry, Value])[] {
    return [...entries].sort(([left], [right]) => this.#placeOf(left) - this.#placeOf(right));
  }

  /** What needs this resource, directly or not, in order; nothing that is ignored leads further. */
  dependents(entry: Entry, ignored: (urn: Urn) => boolean, withChildren: boolean): Entry[] {
    const needed = new Set(namesOf(entry));
    return this.#entries.slice(this.#placeOf(entry) + 1).filter(({ state }) => {
      if (ignored(state.urn)) return false;
      const depends =
        dependenciesOf(state).some(
          ({ kind, urn }) => (withChildren || kind !== "parent") && needed.has(urn),
        ) || needed.has(providerUrnOf(state) ?? "");
      if (depends) needed.add(state.urn);
      return depends;
    });
  }

  /** What this resource needs directly: a component counts with all that is in it, the parent without. */
  dependencies(entry: Entry): Set<Entry> {
    const place = this.#placeOf(entry);
    const { state } = entry;
    const urns = new Set(dependenciesOf(state).flatMap(({ kind, urn }) => (kind === "parent" ? [] : [urn])));
    urns.add(providerUrnOf(state) ?? "");
    const found = new Set<Entry>();
    const add = (at: number) => {
      const candidate = this.#entries[at];
      if (candidate && at < place) found.add(candidate);
    };
    for (const urn of urns) {
      for (const at of this.#byUrn.get(urn) ?? []) {
        add(at);
        const other = this.#entries[at];
        if (!other || at >= place || other.state.custom) continue;
        for (const name of namesOf(other)) this.#descendants.get(name)?.forEach(add);
      }
    }
    if (state.parent) this.#byUrn.get(state.parent)?.forEach(add);
    return found;
  }

  /** All that this resource needs, directly or not. */
  transitiveDependencies(entry: Entry): Set<Entry> {
    const found = new Set<Entry>();
    const follow = (from: Entry) => {
      for (const urn of dependencyUrnsOf(from.state)) {
        const next = this.#lookup(from, urn);
        if (!next || next === entry || found.has(next)) continue;
        found.add(next);
        follow(next);
      }
    };
    follow(entry);
    return found;
  }

  /** Of two resources with one URN, what is to be deleted needs what is to be deleted. */
  #lookup(from: Entry, urn: Urn): Entry | undefined {
    const candidates = (this.#byUrn.get(urn) ?? []).flatMap((at) => this.#entries[at] ?? []);
    return candidates.findLast(({ state }) => state.delete === from.state.delete) ?? candidates.at(-1);
  }

  #placeOf(entry: Entry): number {
    const place = this.#places.get(entry);
    if (place === undefined) throw new Error(`${entry.state.urn} is not in the dependency graph`);
    return place;
  }
}

/** The URN, and those under which others may still refer to it. */
function namesOf({ state }: Entry): Urn[] {
  return [state.urn, ...state.aliases];
}

function append(map: Map<Urn, number[]>, urn: Urn, place: number): void {
  const places = map.get(urn);
  if (places) places.push(place);
  else map.set(urn, [place]);
}
