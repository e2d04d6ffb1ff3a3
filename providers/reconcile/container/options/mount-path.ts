import { posix } from "node:path";

/** One spelling of a path. */
export function pathOf(text: string): string {
  const normal = posix.normalize(text);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}
