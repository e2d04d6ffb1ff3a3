import { gunzip, gzip, gzipSync } from "node:zlib";
import { promisify } from "node:util";
import { BackendError } from "./backend-error";

/** How checkpoints and history are compressed, by the end of their names. */
export type Compression = "" | ".gz";

/** All ends of names that the CLI gives. */
export const compressionExtensions = ["", ".gz", ".zst"] as const;

/** The content, compressed or not: the first bytes tell, as they do to the CLI. */
export async function decompress(content: Buffer, location: string): Promise<string> {
  if (content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    return (await promisify(gunzip)(content)).toString();
  }
  if (content.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) {
    throw new BackendError(
      `${location} is compressed with zstd, which the embedded engine does not read: ` +
        "let the Pulumi CLI write it once without PULUMI_DIY_BACKEND_ZSTD",
    );
  }
  return content.toString();
}

/** The content as it is to be kept. */
export async function compress(parts: readonly Buffer[], compression: Compression): Promise<Buffer> {
  const content = Buffer.concat(parts);
  return compression === "" ? content : promisify(gzip)(content);
}

/** Compresses for a process that is about to exit. */
export function compressSync(parts: readonly Buffer[]): Buffer {
  return gzipSync(Buffer.concat(parts));
}
