/** Where a machine is now. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/**
 * Machines of this process that are known to be elsewhere than they were, by their host keys: what is stored of the
 * objects on them still has the former address, and a port that was one machine's may be another's now.
 */
export class MovedHosts {
  readonly #places = new Map<string, Place>();

  add(hostKey: string, place: Place): void {
    this.#places.set(hostKey, place);
  }

  /** The place of the machine that one of these keys is pinned to. */
  find(hostKeys: readonly string[] | undefined): Place | undefined {
    return hostKeys?.map((key) => this.#places.get(key)).find((place) => place !== undefined);
  }
}
