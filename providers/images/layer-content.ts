import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ArchivedLayer } from "./archive";
import { ArchiveError } from "./archive-error";
import type { ArchiveFiles } from "./archive-files";
import { type Compression, compressionOf, MAGIC_BYTES } from "./compression";
import { through } from "./through";

/**
 * The uncompressed content of a layer. The stream fails with ArchiveError, before its end, where the content is not
 * what the layer's diff ID says.
 */
export function openLayer(files: ArchiveFiles, layer: ArchivedLayer): Readable {
  return Readable.from(verified(files, layer), { objectMode: false });
}

/** Size of a layer's uncompressed content in bytes. A compressed one is read for it, and thereby verified. */
export async function layerBytes(files: ArchiveFiles, layer: ArchivedLayer): Promise<number> {
  const { source, compression } = await openPeeked(files, layer);
  source.destroy();
  if (compression === "none") return (await files.size(layer.file)) ?? 0;
  let bytes = 0;
  for await (const chunk of verified(files, layer)) bytes += chunk.length;
  return bytes;
}

async function* verified(files: ArchiveFiles, layer: ArchivedLayer): AsyncGenerator<Buffer> {
  const { source, compression } = await openPeeked(files, layer);
  const content = compression === "gzip" ? through(source, createGunzip()) : source;
  const hash = createHash("sha256");
  let held: Buffer | undefined;
  try {
    // The last chunk is held back until the whole is known to be right: a reader never sees a wrong layer end well.
    for await (const data of content) {
      const chunk = data as Buffer;
      hash.update(chunk);
      if (held !== undefined) yield held;
      held = chunk;
    }
  } catch (error) {
    throw new ArchiveError(files.path, `has a corrupt layer ${layer.file} (${(error as Error).message})`, {
      cause: error,
    });
  }
  if (`sha256:${hash.digest("hex")}` !== layer.diffId) {
    throw new ArchiveError(
      files.path,
      `has a corrupt layer ${layer.file}: its content is not ${layer.diffId}`,
    );
  }
  if (held !== undefined) yield held;
}

async function openPeeked(
  files: ArchiveFiles,
  layer: ArchivedLayer,
): Promise<{ source: Readable; compression: Compression }> {
  const source = files.open(layer.file);
  await once(source, "readable");
  const head = (source.read() as Buffer | null) ?? Buffer.alloc(0);
  source.unshift(head);
  const compression = compressionOf(head.subarray(0, MAGIC_BYTES));
  if (compression === "none" || compression === "gzip") return { source, compression };
  source.destroy();
  throw new ArchiveError(files.path, `has a layer ${layer.file} compressed with ${compression}`, {
    advice:
      "build it with layers that are uncompressed or compressed with gzip: not every engine reads others",
  });
}
