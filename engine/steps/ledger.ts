import type { Recorder } from "../state/recorder";
import type { OperationType, ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";
import { dependenciesOf, dependencyUrnsOf } from "./dependencies";
import type { Entry } from "./entry";

/** Tells the recorder of the state what became of which entry; in a preview there is none, and nothing is kept. */
export class Ledger {
  readonly #recorded = new Map<Entry, ResourceState>();
  readonly #operations = new Map<Entry, { type: OperationType; state: ResourceState }>();
  readonly #done = new Set<Entry>();
  readonly #broughtForward = new Set<Entry>();
  /** The base by URN, where an operation leaves some of it in its place. */
  readonly #left: ReadonlyMap<Urn, Entry>;

  /** @param leavesBase what is registered may refer to resources that are left as they are, without a step */
  constructor(
    base: readonly Entry[],
    private readonly recorder: Recorder | undefined,
    leavesBase: boolean,
  ) {
    this.#remember(base);
    const living = leavesBase ? base.filter(({ state }) => !state.delete) : [];
    this.#left = new Map(living.map((entry) => [entry.state.urn, entry]));
  }

  /** Notes that a provider is about to be asked; resolves when that is saved. */
  async begin(type: OperationType, entry: Entry): Promise<void> {
    this.#operations.set(entry, { type, state: entry.state });
    this.recorder?.begin(type, entry.state);
    await this.saved();
  }

  /** Notes that the provider answered. */
  end(entry: Entry, outcome: "succeeded" | "failed"): void {
    const begun = this.#operations.get(entry);
    this.#operations.delete(entry);
    if (begun) this.recorder?.end(begun.state, outcome);
  }

  /** The provider was lost while it made the resource, which may be there: that stays noted. */
  leaveCreating(entry: Entry): void {
    if (this.#operations.get(entry)?.type === "creating") this.#operations.delete(entry);
  }

  /** Adds what the operation has brought about. */
  made(entry: Entry): void {
    if (this.#left.size > 0) this.#bringForward(entry.state);
    this.recorder?.made(entry.state);
    this.#recorded.set(entry, entry.state);
  }

  /** Puts what was found of a resource in its record's place. */
  found(old: Entry, entry: Entry): void {
    const state = this.#recorded.get(old);
    if (state === undefined || !this.#broughtForward.has(old)) {
      this.done(old);
      this.made(entry);
      return;
    }
    // Somebody refers to it already, and must come after it.
    this.#bringForward(entry.state);
    this.recorder?.replace(state, entry.state);
    this.#recorded.delete(old);
    this.#done.add(old);
    this.#recorded.set(entry, entry.state);
  }

  /** Removes what is superseded or gone. */
  done(entry: Entry): void {
    const state = this.#recorded.get(entry);
    this.#recorded.delete(entry);
    this.#done.add(entry);
    if (state) this.recorder?.done(state);
  }

  /** Brings an entry's changed record into the snapshot. */
  changed(entry: Entry): void {
    const state = this.#recorded.get(entry);
    if (!state || state === entry.state) return;
    this.recorder?.replace(state, entry.state);
    this.#recorded.set(entry, entry.state);
  }

  /** Puts what a refresh found in the place of what is left of the base. */
  rebase(before: readonly Entry[], entries: readonly Entry[]): void {
    const isLeft = (entry: Entry): boolean => !this.#done.has(entry) && !this.#broughtForward.has(entry);
    for (const entry of this.#broughtForward) this.changed(entry);
    for (const entry of before) if (!this.#broughtForward.has(entry)) this.#recorded.delete(entry);
    const left = entries.filter(isLeft);
    this.recorder?.rebase(left.map(({ state }) => state));
    this.#remember(left);
  }

  /** Whether the snapshot has a resource of this URN. */
  knows(urn: Urn): boolean {
    for (const { urn: known } of this.#recorded.values()) if (known === urn) return true;
    return false;
  }

  /** Takes a resource that is gone out of what the others refer to, so that the snapshot stays whole. */
  forget(urn: Urn): void {
    for (const entry of this.#recorded.keys()) {
      if (!dependenciesOf(entry.state).some((dependency) => dependency.urn === urn)) continue;
      const { state } = entry;
      const rest = (urns: readonly Urn[]) => urns.filter((other) => other !== urn);
      entry.set({
        parent: state.parent === urn ? undefined : state.parent,
        dependencies: rest(state.dependencies),
        propertyDependencies: Object.fromEntries(
          Object.entries(state.propertyDependencies).map(([key, urns]) => [key, rest(urns)]),
        ),
        deletedWith: state.deletedWith === urn ? undefined : state.deletedWith,
        replaceWith: rest(state.replaceWith),
      });
      this.changed(entry);
    }
  }

  /** Resolves when all of it is on disk. @throws SaveFailedError */
  async saved(): Promise<void> {
    await this.recorder?.saved();
  }

  /** What a new record refers to has to come before it: what is left of the base comes after all that is made. */
  #bringForward(state: ResourceState): void {
    for (const urn of dependencyUrnsOf(state)) {
      const entry = this.#left.get(urn);
      const needed = entry && this.#recorded.get(entry);
      if (!needed || this.#broughtForward.has(entry)) continue;
      this.#broughtForward.add(entry);
      this.#bringForward(needed);
      this.recorder?.done(needed);
      this.recorder?.made(needed);
    }
  }

  #remember(entries: readonly Entry[]): void {
    for (const entry of entries) this.#recorded.set(entry, entry.state);
  }
}
