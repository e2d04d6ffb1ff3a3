import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ContextEntry, FoundEntry } from "./entry";
import { ContextChangedError, ContextError, systemCode } from "./errors";

/** The bytes of a file as it was found. Throws ContextChangedError where it is longer, shorter or something else by now. */
export async function* readChunks(root: string, { path, size }: FoundEntry): AsyncGenerator<Buffer, void> {
  const file = await open(join(root, path), OPEN_FLAGS).catch((error: unknown) => {
    throw failedToOpen(path, error);
  });
  try {
    let position = 0;
    for (;;) {
      // One byte more than there should be, to see that the file has grown.
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position + 1));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      position += bytesRead;
      if (position > size) throw new ContextChangedError(path);
      yield buffer.subarray(0, bytesRead);
    }
    if (position !== size) throw new ContextChangedError(path);
  } finally {
    await file.close();
  }
}

/** The same of a file that was read before; at its end it throws ContextChangedError where the bytes are others. */
export async function* checkedContent(root: string, entry: ContextEntry): AsyncGenerator<Buffer, void> {
  const hash = createHash("sha256");
  for await (const chunk of readChunks(root, entry)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== entry.digest) throw new ContextChangedError(entry.path);
}

const CHUNK_BYTES = 256 * 1024;

/** What has become a link or a pipe since it was found is neither followed nor waited for. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function failedToOpen(path: string, error: unknown): ContextError {
  const code = systemCode(error);
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP")
    return new ContextChangedError(path, error);
  const why = code === "EACCES" ? "permission denied" : String(error);
  return new ContextError(
    `${path} in the build context cannot be read: ${why}`,
    "exclude it in .dockerignore if the image does not need it",
    { cause: error },
  );
}
