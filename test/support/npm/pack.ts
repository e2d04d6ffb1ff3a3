import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../setup/command";

const repository = join(__dirname, "../../..");

/** What `npm publish` would send. */
export interface PackedPackage {
  /** The packed file. */
  readonly path: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
  readonly manifest: { readonly name: string; readonly version: string };
}

/** Packs this repository, as it was built, into a folder. */
export async function pack(folder: string): Promise<PackedPackage> {
  const argv = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(await run(argv, { cwd: repository })) as [
    { filename: string; files: readonly { path: string }[] },
  ];
  return {
    path: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    manifest: JSON.parse(
      await readFile(join(repository, "package.json"), "utf8"),
    ) as PackedPackage["manifest"],
  };
}
