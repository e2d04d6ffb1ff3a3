import { createHash } from "node:crypto";
import type { ContextEntry } from "./entry";

/**
 * What is stored of a context, to tell later what changed: a short digest for each path. A path that ends with `/` is
 * an empty folder, one that ends with `/**` a closed one: its digest is of all that is in it.
 */
export type ContextListing = Readonly<Record<string, string>>;

/** How many paths are stored, so that a state stays small. */
const LISTED_PATHS = 500;

/** The listing of a context. Of a large one, the smallest folders are closed that make it short enough. */
export function listContext(entries: readonly ContextEntry[], limit = LISTED_PATHS): ContextListing {
  const parents = new Set(entries.flatMap(({ path }) => foldersOf(path)));
  const shown = entries.filter(({ kind, path }) => kind !== "folder" || !parents.has(path));
  let listing: ContextListing = Object.fromEntries(
    shown.map((entry) => [entry.kind === "folder" ? `${entry.path}/` : entry.path, entryDigest(entry)]),
  );
  for (let excess = shown.length - limit; excess > 0; excess = Object.keys(listing).length - limit) {
    listing = closeFolder(listing, folderToClose(listing, excess));
  }
  return listing;
}

/** The folders that are closed in a listing; `""` is the context itself. */
export function closedFolders(listing: ContextListing): string[] {
  return Object.keys(listing).flatMap((path) => {
    if (path === CLOSED) return [""];
    return path.endsWith(`/${CLOSED}`) ? [path.slice(0, -CLOSED.length - 1)] : [];
  });
}

/** The same with one digest for all that is in a folder: the same whatever was closed in it before. */
export function closeFolder(listing: ContextListing, folder: string): ContextListing {
  const start = folder === "" ? "" : `${folder}/`;
  const inside = Object.entries(listing).filter(([path]) => path.startsWith(start));
  if (inside.length === 0 || (inside.length === 1 && inside[0]?.[0] === start)) return listing;
  const outside = Object.entries(listing).filter(([path]) => !path.startsWith(start));
  const items = inside.map(([path, digest]) => [path.slice(start.length), digest] as const);
  return Object.fromEntries([...outside, [`${start}${CLOSED}`, folderDigest(items)]]);
}

const CLOSED = "**";

/** The smallest folder whose closing is enough, else the largest one. */
function folderToClose(listing: ContextListing, excess: number): string {
  const counts = new Map<string, number>();
  for (const path of Object.keys(listing)) {
    for (const folder of foldersOf(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const open = [...counts].filter(([, count]) => count > 1).sort(([, one], [, other]) => one - other);
  const [folder] = open.find(([, count]) => count > excess) ?? open.at(-1) ?? [""];
  return folder;
}

/** All the folders above a path, but not the context itself. */
function foldersOf(path: string): string[] {
  const parts = path.replace(/\/$/, "").split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function folderDigest(items: readonly (readonly [path: string, digest: string])[]): string {
  const children = new Map<string, [path: string, digest: string][]>();
  for (const [path, digest] of items) {
    const [name = "", ...rest] = path.split("/");
    const child = children.get(name);
    const item: [path: string, digest: string] = [rest.join("/"), digest];
    if (child === undefined) children.set(name, [item]);
    else child.push(item);
  }
  const digests = [...children].map(([name, [only, ...more]]) => {
    const isWhole = more.length === 0 && (only?.[0] === "" || only?.[0] === CLOSED);
    return [name, isWhole ? only?.[1] : folderDigest(children.get(name) ?? [])];
  });
  return shortDigest(digests.sort());
}

function entryDigest({ kind, mode, digest }: ContextEntry): string {
  return shortDigest([kind, mode, digest]);
}

/** Enough to tell one version of a file from the next; whether anything changed is said by the whole digest. */
function shortDigest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
}
