import { lstat, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../failure";

/**
 * Writes files below a folder, all of them or none.
 * @param files text by path relative to the folder
 * @throws Failure naming the files that are there already, or what the file system refused
 */
export async function writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    const there = await existing(folder, Object.keys(files));
    if (there.length > 0) {
      throw new Failure(
        `${folder} already has ${there.join(", ")}; nothing was written. Name a folder that is empty or new.`,
      );
    }
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: "wx" });
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure(`cannot write the project: ${(cause as Error).message}`, { cause });
  }
}

async function existing(folder: string, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      try {
        // A link that leads nowhere is there as well.
        await lstat(join(folder, path));
        return [path];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
