import type { OperationType, PendingOperation, ResourceState } from "./resource-state";
import { SaveFailedError } from "./save-failed-error";
import { SaveQueue } from "./save-queue";
import type { Snapshot } from "./snapshot";

/** Writes a snapshot where it is found after any crash. Called by one save at a time. */
export type WriteSnapshot = (snapshot: Snapshot) => Promise<void>;

/** A record's place in one of the two lists; empty once it is superseded or gone. */
interface Place {
  state: ResourceState | undefined;
}

/**
 * Keeps the snapshot of a running deployment: what the program has made so far, then what is left of the base, as
 * Pulumi's engine merges them. Changes take effect at once in memory, and are on disk when `saved` resolves:
 *
 *     recorder.begin("creating", state);
 *     await recorder.saved();             // the checkpoint knows that something may come into being
 *     const made = await create(state);
 *     recorder.end(state);
 *     recorder.made(made);
 *     await recorder.saved();             // the checkpoint knows its id
 */
export class Recorder {
  readonly #base: Snapshot;
  readonly #madeList: Place[] = [];
  #baseList: Place[] = [];
  readonly #places = new Map<ResourceState, Place>();
  readonly #operations = new Map<ResourceState, PendingOperation>();
  /** Creations whose end no earlier run saw: only a refresh that says so clears them. */
  readonly #inherited: readonly PendingOperation[];
  readonly #saves: SaveQueue;
  #unsaved: string[] = [];
  #dirty = false;

  constructor(base: Snapshot, write: WriteSnapshot) {
    this.#base = base;
    this.#inherited = base.pendingOperations.filter((operation) => operation.type === "creating");
    this.#place(base.resources);
    this.#saves = new SaveQueue(() => this.#save(write));
  }

  /** Notes that a provider is about to be asked. The same record ends it. */
  begin(type: OperationType, resource: ResourceState): void {
    this.#operations.set(resource, { type, resource });
    this.#dirty = true;
  }

  /** Notes that a provider has answered, whatever it said. `failed` means that nothing came of it. */
  end(resource: ResourceState, outcome: "succeeded" | "failed" = "succeeded"): void {
    const operation = this.#operations.get(resource);
    if (operation === undefined) return;
    this.#operations.delete(resource);
    if (outcome === "succeeded") this.#unsaved.push(`${pastTense[operation.type]} ${resource.urn}`);
    this.#dirty = true;
  }

  /** Adds a record that the program has brought about: new, changed, or the same again. */
  made(state: ResourceState): void {
    const place = { state };
    this.#madeList.push(place);
    this.#places.set(state, place);
    this.#dirty = true;
  }

  /** Removes a record: it is superseded, or what it stood for is gone. */
  done(state: ResourceState): void {
    const place = this.#places.get(state);
    if (place === undefined) return;
    place.state = undefined;
    this.#places.delete(state);
    this.#dirty = true;
  }

  /** Puts a changed record in the place of another, such as one whose outputs came later, or that is to be deleted. */
  replace(old: ResourceState, state: ResourceState): void {
    const place = this.#places.get(old);
    if (place === undefined) throw new Error(`${old.urn} is not in the snapshot`);
    place.state = state;
    this.#places.delete(old);
    this.#places.set(state, place);
    this.#dirty = true;
  }

  /** Puts what a refresh found in the place of all that is left of the base. */
  rebase(resources: readonly ResourceState[]): void {
    for (const { state } of this.#baseList) if (state !== undefined) this.#places.delete(state);
    this.#place(resources);
    this.#dirty = true;
  }

  /** Resolves when all changes up to this moment are on disk. @throws SaveFailedError */
  saved(): Promise<void> {
    return this.#dirty ? this.#saves.request() : this.#saves.idle();
  }

  /** What a save would write now. */
  snapshot(): Snapshot {
    const resources: ResourceState[] = [];
    for (const { state } of this.#madeList) if (state !== undefined) resources.push(state);
    for (const { state } of this.#baseList) if (state !== undefined) resources.push(state);
    const pendingOperations = [...this.#operations.values(), ...this.#inherited];
    return { ...this.#base, resources, pendingOperations };
  }

  #place(resources: readonly ResourceState[]): void {
    this.#baseList = resources.map((state) => ({ state }));
    for (const place of this.#baseList) this.#places.set(place.state as ResourceState, place);
  }

  async #save(write: WriteSnapshot): Promise<void> {
    const snapshot = this.snapshot();
    const told = this.#unsaved.length;
    this.#dirty = false;
    try {
      await write(snapshot);
    } catch (cause) {
      this.#dirty = true;
      throw new SaveFailedError(this.#unsaved, cause);
    }
    this.#unsaved = this.#unsaved.slice(told);
  }
}

const pastTense: Record<OperationType, string> = {
  creating: "created",
  updating: "updated",
  deleting: "deleted",
  reading: "read",
  importing: "imported",
};
