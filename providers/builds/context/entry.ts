/** A file, folder or link in a build context. */
export interface ContextEntry extends FoundEntry {
  /** What it holds: SHA-256 in hexadecimal of a file's bytes or of a link's target, empty for the others. */
  readonly digest: string;
}

/** An entry as it was found, before it is read. */
export interface FoundEntry {
  /** Relative to the context, with `/` between its parts, whatever the system's own way. */
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "fifo";
  /** The permissions, with set-user-ID, set-group-ID and sticky bit. */
  readonly mode: number;
  /** Bytes of a file; 0 for the others. */
  readonly size: number;
  /** Where a link leads, as it says. */
  readonly target: string | undefined;
}

/** The order in which the entries are sent and digested: by the bytes of their names, a folder before what is in it. */
export function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return Buffer.compare(sortKey(one.path), sortKey(other.path));
}

/** A separator sorts before all else, so that `a/b` comes before `a.b`, right after its folder. */
function sortKey(path: string): Buffer {
  return Buffer.from(path.replaceAll("/", "\0"));
}
