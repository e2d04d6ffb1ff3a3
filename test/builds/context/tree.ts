import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder with files; a path that ends with `/` is an empty folder. */
export type Tree = Readonly<Record<string, string>>;

/** Makes a folder with these files, and removes it when the work with it is done. */
export async function withTree<T>(tree: Tree, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-context-"));
  try {
    await writeTree(folder, tree);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeTree(folder: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const isFolder = path.endsWith("/");
    await mkdir(join(folder, isFolder ? path : dirname(path)), { recursive: true });
    if (!isFolder) await writeFile(join(folder, path), content);
  }
}
