import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { NoProjectError } from "./project-error";

const extensions = [".yaml", ".yml", ".json"];

/** The project file of a folder or of the nearest one above it. @throws NoProjectError */
export async function findProject(directory: string): Promise<string> {
  const start = resolve(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    for (const extension of extensions) {
      const path = join(folder, `Pulumi${extension}`);
      if (await exists(path)) return path;
    }
    if (folder === dirname(folder)) throw new NoProjectError(start, await exists(start));
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
