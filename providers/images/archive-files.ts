import { posix } from "node:path";
import type { Readable } from "node:stream";
import { ArchiveError } from "./archive-error";

/** The files in an image archive, be it a tar or a folder. Names are relative, with `/` between their parts. */
export interface ArchiveFiles {
  /** The archive's path, as the user gave it. */
  readonly path: string;
  /** Size of a file in bytes; undefined where there is none of that name. */
  size(name: string): Promise<number | undefined>;
  /** Content of a file that is there. */
  open(name: string): Readable;
}

/** A name as files in the archive refer to each other; undefined where it leads out of the archive. */
export function normalizeName(name: string): string | undefined {
  const normal = posix.normalize(name);
  return normal.startsWith("/") || normal === ".." || normal.startsWith("../") ? undefined : normal;
}

/** Reads a small file as a whole. */
export async function readSmallFile(files: ArchiveFiles, name: string): Promise<Buffer> {
  const size = await files.size(name);
  if (size === undefined) throw new ArchiveError(files.path, `lacks its file ${name}`);
  if (size > MAX_DOCUMENT_BYTES) throw new ArchiveError(files.path, `has a file ${name} that is too large`);
  const chunks: Buffer[] = [];
  for await (const chunk of files.open(name)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Manifests and configs are a few kilobytes; what is larger is something else. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
