import type { ResourceState } from "../state/resource-state";

/**
 * One resource's place in the snapshot while an operation runs. Its record is replaced as steps go on; the place stays
 * the same, also where two resources have one URN (one of them is to be deleted then).
 */
export class Entry {
  constructor(public state: ResourceState) {}

  /** Changes some of the record. */
  set(changes: Partial<ResourceState>): void {
    this.state = { ...this.state, ...changes };
  }
}
