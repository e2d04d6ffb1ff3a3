import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Archive } from "../values";

/**
 * The hash of an archive's content.
 *
 * @param folder that relative paths are relative to
 */
export async function hashOfArchive(archive: Archive, folder: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(resolve(folder, archive.path)), hash);
  return hash.digest("hex");
}
