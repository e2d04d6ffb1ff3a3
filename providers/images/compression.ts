/** How a blob is compressed, told by its first bytes: names and media types in archives are not always right. */
export type Compression = "none" | "gzip" | "zstd" | "bzip2" | "xz";

/** As many bytes as `compressionOf` needs. */
export const MAGIC_BYTES = 6;

const MAGICS: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** The compression of a content that starts with these bytes. */
export function compressionOf(head: Buffer): Compression {
  return MAGICS.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0] ?? "none";
}
