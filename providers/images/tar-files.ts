import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { posix } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { ArchiveError } from "./archive-error";
import { type ArchiveFiles, normalizeName } from "./archive-files";
import { type Compression, compressionOf, MAGIC_BYTES } from "./compression";
import { through } from "./through";

interface Place {
  readonly offset: number;
  readonly size: number;
}

/** Where each file of a tar lies, so that one can be read without the others. */
interface TarIndex {
  readonly places: ReadonlyMap<string, Place>;
  /** Names that stand for others: `docker save` writes the second of two equal layers so. */
  readonly links: ReadonlyMap<string, string>;
}

/** Reads where a tar's files lie. The tar may be compressed with gzip; then each read starts from its beginning. */
export async function indexTar(path: string): Promise<ArchiveFiles> {
  const compression = await tarCompression(path);
  const read = (): Readable => openTar(path, compression);
  const index = await readIndex(path, read());
  const find = (name: string): Place | undefined => {
    const target = resolveLink(index, name);
    return target === undefined ? undefined : index.places.get(target);
  };
  return {
    path,
    size: (name) => Promise.resolve(find(name)?.size),
    open: (name) => {
      const place = find(name);
      if (place === undefined) throw new ArchiveError(path, `lacks its file ${name}`);
      if (place.size === 0) return Readable.from([]);
      if (compression === "gzip") return Readable.from(slice(read(), place), { objectMode: false });
      return createReadStream(path, { start: place.offset, end: place.offset + place.size - 1 });
    },
  };
}

async function tarCompression(path: string): Promise<"none" | "gzip"> {
  const file = await open(path).catch((error: unknown) => {
    throw new ArchiveError(path, `cannot be opened (${String(error)})`, {
      advice: "check its permissions",
      cause: error,
    });
  });
  let compression: Compression;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    if (bytesRead === 0) throw new ArchiveError(path, "is empty");
    compression = compressionOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
  if (compression === "none" || compression === "gzip") return compression;
  throw new ArchiveError(path, `is compressed with ${compression}`, {
    advice: "give it uncompressed or compressed with gzip",
  });
}

function openTar(path: string, compression: "none" | "gzip"): Readable {
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  if (compression === "none") return file;
  return through(file, createGunzip());
}

async function readIndex(path: string, source: Readable): Promise<TarIndex> {
  const places = new Map<string, Place>();
  const links = new Map<string, string>();
  const tar = extract();
  source.once("error", (error) => tar.destroy(error));
  source.pipe(tar);
  try {
    for await (const entry of tar) {
      const header = entry.header as Header & { byteOffset: number };
      const name = normalizeName(header.name);
      if (name !== undefined && header.type === "file") {
        places.set(name, { offset: header.byteOffset, size: header.size ?? 0 });
      }
      if (name !== undefined && typeof header.linkname === "string") addLink(links, name, header);
      entry.resume();
    }
  } catch (error) {
    throw new ArchiveError(path, `is not a tar that can be read to its end (${(error as Error).message})`, {
      cause: error,
    });
  } finally {
    source.destroy();
  }
  if (places.size === 0) throw new ArchiveError(path, "holds no files");
  return { places, links };
}

function addLink(links: Map<string, string>, name: string, header: Header): void {
  const linkname = header.linkname ?? "";
  // The target of a symbolic link is relative to its folder, that of a hard link to the archive.
  const target =
    header.type === "symlink"
      ? normalizeName(posix.join(posix.dirname(name), linkname))
      : normalizeName(linkname);
  if (target !== undefined && (header.type === "symlink" || header.type === "link")) links.set(name, target);
}

function resolveLink(index: TarIndex, name: string): string | undefined {
  let current = name;
  for (let hops = 0; hops <= index.links.size; hops++) {
    if (index.places.has(current)) return current;
    const next = index.links.get(current);
    if (next === undefined) return undefined;
    current = next;
  }
  return undefined;
}

async function* slice(source: Readable, place: Place): AsyncGenerator<Buffer> {
  const end = place.offset + place.size;
  let position = 0;
  for await (const data of source) {
    const chunk = data as Buffer;
    const from = Math.max(place.offset - position, 0);
    const to = Math.min(end - position, chunk.length);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position >= end) return;
  }
}
