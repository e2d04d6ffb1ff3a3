import { closedFolders, closeFolder, type ContextListing } from "./listing";

/** What is stored of a context in a resource's inputs. */
export interface StoredContext {
  readonly digest: string;
  readonly listing: ContextListing;
}

/** A path in a context that is not what it was. It ends with `/` for a folder that is not listed file by file. */
export interface ContextChange {
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}

/** What differs between two listings of a context, by path. */
export function contextChanges(old: ContextListing, now: ContextListing): ContextChange[] {
  const closed = [...closedFolders(old), ...closedFolders(now)];
  const [before, after] = [old, now].map((listing) => closed.reduce(closeFolder, listing)) as [
    ContextListing,
    ContextListing,
  ];
  const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((path) => {
    const [one, other] = [before[path], after[path]];
    if (one === other) return [];
    const kind = one === undefined ? "added" : other === undefined ? "removed" : "changed";
    return [{ path: path.replace(/\*\*$/, "") || "./", kind } as const];
  });
  return changes
    .filter(({ path }, _, all) => !path.endsWith("/") || !all.some((each) => isIn(path, each.path)))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A folder that was empty is none more once there is something in it: that is said already. */
function isIn(folder: string, path: string): boolean {
  return path !== folder && path.startsWith(folder);
}

/** How many paths are named. */
const NAMED = 3;

/** What changed in a context, in a few words: `unchanged`, or `2 files changed: src/a.ts, src/b.ts (added)`. */
export function describeChanges(old: StoredContext, now: StoredContext): string {
  if (old.digest === now.digest) return "unchanged";
  const changes = contextChanges(old.listing, now.listing);
  if (changes.length === 0) return "the permissions of folders changed";
  const named = changes.slice(0, NAMED).map(describe).join(", ");
  const more = changes.length > NAMED ? ` and ${changes.length - NAMED} more` : "";
  const noun = changes.some(({ path }) => path.endsWith("/")) ? "path" : "file";
  return `${changes.length} ${noun}${changes.length === 1 ? "" : "s"} changed: ${named}${more}`;
}

function describe({ path, kind }: ContextChange): string {
  return kind === "changed" ? path : `${path} (${kind})`;
}
