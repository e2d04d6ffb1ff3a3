import { createHash } from "node:crypto";
import type { ContextEntry, FoundEntry } from "./entry";
import { readChunks } from "./content";

/** How many files are open at once. */
const CONCURRENCY = 8;

/** Reads what was found, and gives it with its digests, in the same order. */
export async function digestEntries(
  root: string,
  entries: readonly FoundEntry[],
  signal: AbortSignal,
): Promise<ContextEntry[]> {
  const results: ContextEntry[] = new Array<ContextEntry>(entries.length);
  const queue = [...entries.entries()].reverse();
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [index, entry] = next;
      signal.throwIfAborted();
      results[index] = { ...entry, digest: await digestOf(root, entry) };
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return results;
  } finally {
    // Where one file fails, the others are not read for nothing.
    queue.length = 0;
  }
}

async function digestOf(root: string, entry: FoundEntry): Promise<string> {
  const hash = createHash("sha256");
  if (entry.kind === "file") for await (const chunk of readChunks(root, entry)) hash.update(chunk);
  else if (entry.target !== undefined) hash.update(entry.target);
  else return "";
  return hash.digest("hex");
}

/** Identity of a whole context: its names, modes and content, but no times and no owners. */
export function contextDigest(entries: readonly ContextEntry[]): string {
  const hash = createHash("sha256");
  for (const { path, kind, mode, digest } of entries) {
    hash.update(`${JSON.stringify([path, kind, mode, digest])}\n`);
  }
  return `sha256:${hash.digest("hex")}`;
}
