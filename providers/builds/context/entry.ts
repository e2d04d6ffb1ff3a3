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
