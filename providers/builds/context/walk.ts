import type { BigIntStats, Dirent } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";
import type { FoundEntry } from "./entry";
import { ContextChangedError, ContextError, systemCode } from "./errors";
import type { FolderMatches, IgnoreRules } from "./ignore/rules";

/** What is to be found in a context. */
export interface Walk {
  readonly root: string;
  readonly rules: IgnoreRules;
  /** Files that are sent whatever the rules say. */
  readonly required: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/**
 * What a context holds, in the order in which it is sent: by the bytes of the names, each folder before what is in it.
 * No file is read. Throws ContextError.
 */
export async function walkContext(walk: Walk): Promise<FoundEntry[]> {
  const entries = new Map<string, FoundEntry>();
  await walkFolder(walk, undefined, undefined, [], entries);
  return [...entries.values()];
}

/** `above` are the folders that were left out so far: they are sent after all if something in them is. */
async function walkFolder(
  walk: Walk,
  folder: string | undefined,
  matches: FolderMatches | undefined,
  above: readonly FoundEntry[],
  entries: Map<string, FoundEntry>,
): Promise<void> {
  walk.signal.throwIfAborted();
  for (const child of await listFolder(walk.root, folder)) {
    const name = child.name.toString();
    const path = folder === undefined ? name : `${folder}/${name}`;
    const verdict = walk.rules.judge(path, matches);
    const isSent = !verdict.isExcluded || walk.required.has(path);
    if (!isSent && !(child.isDirectory() && mayHold(walk, path))) continue;
    if (!isUtf8(child.name)) throw unreadableName(path);
    const entry = await readEntry(walk.root, path);
    if (entry === undefined) continue;
    if (isSent) for (const each of [...above, entry]) entries.set(each.path, each);
    if (entry.kind !== "folder") continue;
    await walkFolder(walk, path, verdict.matches, isSent ? [] : [...above, entry], entries);
  }
}

function mayHold({ rules, required }: Walk, folder: string): boolean {
  return rules.mayExceptIn(folder) || [...required].some((path) => path.startsWith(`${folder}/`));
}

/** What is in a folder, sorted. Names are taken as bytes, to see those that are not UTF-8. */
async function listFolder(root: string, folder: string | undefined): Promise<Dirent<Buffer>[]> {
  const path = folder === undefined ? root : join(root, folder);
  const children = await readdir(path, { withFileTypes: true, encoding: "buffer" }).catch(
    (error: unknown) => {
      throw failedToRead(folder ?? root, error);
    },
  );
  return children.sort((one, other) => Buffer.compare(one.name, other.name));
}

async function readEntry(root: string, path: string): Promise<FoundEntry | undefined> {
  try {
    const found = await lstat(join(root, path), { bigint: true });
    const kind = kindOf(path, found);
    if (kind === undefined) return undefined;
    return {
      path,
      kind,
      mode: Number(found.mode & PERMISSIONS),
      size: kind === "file" ? Number(found.size) : 0,
      target: kind === "link" ? await readlink(join(root, path)) : undefined,
    };
  } catch (error) {
    throw error instanceof ContextError ? error : failedToRead(path, error);
  }
}

const PERMISSIONS = 0o7777n;

/** A socket is nothing without the process behind it: it is left out, as Docker does. */
function kindOf(path: string, found: BigIntStats): FoundEntry["kind"] | undefined {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "folder";
  if (found.isSymbolicLink()) return "link";
  if (found.isFIFO()) return "fifo";
  if (found.isSocket()) return undefined;
  throw new ContextError(`${path} in the build context is a device`, EXCLUDE);
}

function unreadableName(path: string): ContextError {
  return new ContextError(
    `${JSON.stringify(path)} in the build context has a name that is not UTF-8`,
    "rename it, or exclude its folder in .dockerignore",
  );
}

function failedToRead(path: string, error: unknown): ContextError {
  if (systemCode(error) === "ENOENT") return new ContextChangedError(path, error);
  const why = systemCode(error) === "EACCES" ? "permission denied" : String(error);
  return new ContextError(`${path} in the build context cannot be read: ${why}`, EXCLUDE, { cause: error });
}

const EXCLUDE = "exclude it in .dockerignore if the image does not need it";
