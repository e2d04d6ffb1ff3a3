import { posix } from "node:path";

/** Longest path that Linux takes, in bytes. */
export const LONGEST_PATH = 4095;

/** One spelling of a path. */
export function pathOf(text: string): string {
  const normal = posix.normalize(text);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}
