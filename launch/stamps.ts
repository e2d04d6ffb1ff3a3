import { statSync } from "node:fs";

/**
 * What tells that a file, or the list of what is in a folder, is still the same. Packages are installed with the times
 * that they were packed with, so that it takes the time of the last change on this disk, too. Null: it is not there.
 */
export type Stamp = readonly [modified: number, changed: number, size: number] | null;

export function stampOf(path: string): Stamp {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? null : [stats.mtimeMs, stats.ctimeMs, stats.size];
  } catch {
    // Below a file, or in a folder that may not be searched.
    return null;
  }
}

export function isSame(one: Stamp, other: Stamp): boolean {
  if (one === null || other === null) return one === other;
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2];
}

/** Stamps of what is asked for again and again while modules are loaded; each is taken once. */
export class Stamps {
  readonly #taken = new Map<string, Stamp>();

  of(path: string): Stamp {
    const taken = this.#taken.get(path);
    if (taken !== undefined) return taken;
    const stamp = stampOf(path);
    this.#taken.set(path, stamp);
    return stamp;
  }
}
