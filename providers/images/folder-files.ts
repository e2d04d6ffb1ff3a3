import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ArchiveError } from "./archive-error";
import type { ArchiveFiles } from "./archive-files";

/** The files of an archive that lies unpacked in a folder, as an OCI layout does. */
export function folderFiles(folder: string): ArchiveFiles {
  return {
    path: folder,
    size: async (name) => {
      const found = await stat(join(folder, name)).catch((error: unknown) => {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ENOTDIR") return undefined;
        throw new ArchiveError(folder, `cannot be read (${String(error)})`, {
          advice: "check its permissions",
          cause: error,
        });
      });
      return found?.isFile() ? found.size : undefined;
    },
    open: (name) => createReadStream(join(folder, name)),
  };
}
