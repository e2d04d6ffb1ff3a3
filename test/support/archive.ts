import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArchive, type ArchiveLayout, type TestImage } from "./engine-images";

/** A folder for the archives of one test file. */
export interface Archives {
  /** Writes the image as `docker save` does and returns the file's path. */
  save(name: string, image: TestImage | Promise<TestImage>, layout?: ArchiveLayout): Promise<string>;
  /** Where `save` wrote the image of that name. */
  path(name: string): string;
  discard(): Promise<void>;
}

export async function archives(): Promise<Archives> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-archives-"));
  const pathOf = (name: string): string => join(folder, `${name}.tar`);
  return {
    path: pathOf,
    async save(name, image, layout = "docker") {
      const path = pathOf(name);
      await writeArchive(await image, layout, path);
      return path;
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}
