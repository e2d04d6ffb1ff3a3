import type { FoundEntry } from "./entry";
import { ContextError } from "./errors";

/** How large a context may be where `build.contextLimitMiB` does not say. */
export const DEFAULT_LIMIT_MIB = 2048;

const MIB = 1024 * 1024;
const NAMED = 3;

/** Throws a ContextError where what was found is too much to be sent, before any of it is read. */
export function requireLimit(context: string, entries: readonly FoundEntry[], limitMiB: number): void {
  const total = totalBytes(entries);
  if (total <= limitMiB * MIB) return;
  const largest = topLevel(entries)
    .filter(([, bytes], index) => index === 0 || bytes >= MIB)
    .slice(0, NAMED)
    .map(([path, bytes]) => `${path} (${mebibytes(bytes)})`);
  throw new ContextError(
    `the build context ${context} has ${mebibytes(total)}, more than ${limitMiB} MiB, most of it in ${largest.join(", ")}`,
    "exclude in .dockerignore what the image does not need, or raise `build.contextLimitMiB`",
  );
}

export function totalBytes(entries: readonly FoundEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}

/** What lies at the top of a context with all that is in it, the largest first. */
function topLevel(entries: readonly FoundEntry[]): [path: string, bytes: number][] {
  const sizes = new Map<string, number>();
  for (const { path, size } of entries) {
    const top = path.replace(/\/.*/s, "/");
    sizes.set(top, (sizes.get(top) ?? 0) + size);
  }
  return [...sizes].sort(([, one], [, other]) => other - one);
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
