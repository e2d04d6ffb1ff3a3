import type { Urn } from "../../urn";
import type { Entry } from "../entry";

/** What has been decided so far about the resources of an operation. */
export class Tracker {
  /** URNs that were registered or read. */
  readonly urns = new Set<Urn>();
  readonly reads = new Set<Urn>();
  readonly creates = new Set<Urn>();
  readonly sames = new Set<Urn>();
  readonly updates = new Set<Urn>();
  readonly replaces = new Set<Urn>();
  readonly deletes = new Set<Urn>();
  readonly imports = new Set<Urn>();
  readonly refreshes = new Set<Urn>();
  /** Would be new, and were left out. */
  readonly skippedCreates = new Set<Urn>();
  /** Records whose deletion is on its way, as part of another's replacement. */
  readonly pendingDeletes = new Set<Entry>();
  /** Registered in this operation, and to be deleted at its end. */
  readonly toDelete: Entry[] = [];
  /** Provider resources, also by the URNs they had. */
  readonly providers = new Map<Urn, Entry>();
  /** Why a resource is replaced with another that it depends on. */
  readonly dependentKeys = new Map<Urn, readonly string[]>();
  /** Former URNs of resources to those of now, and back. */
  readonly aliased = new Map<Urn, Urn>();
  readonly aliases = new Map<Urn, Urn>();
  /** Records of the state to what a refresh in the middle of the program found. */
  readonly refreshed = new Map<Entry, Entry>();

  /** Whether the operation has something for this resource of the state, so that it stays. */
  isOperatedOn(urn: Urn): boolean {
    const now = this.aliased.get(urn) ?? urn;
    return [this.sames, this.updates, this.replaces, this.reads, this.refreshes].some((set) => set.has(now));
  }

  hasStep(urn: Urn): boolean {
    const sets = [this.creates, this.sames, this.updates, this.deletes, this.replaces, this.reads];
    return sets.some((set) => set.has(urn));
  }
}
