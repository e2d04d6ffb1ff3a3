import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxArgs } from "../../sdk/sandbox";

/** What is on a sandbox. */
export interface Flavour {
  readonly suite: Exclude<SandboxArgs["suite"] & string, never>;
  readonly init: SandboxArgs["init"] & string;
}

/** The folder with the Dockerfile of the sandboxes and all that it needs. */
export const RECIPE_FOLDER = __dirname;

const FILES = ["Dockerfile", "init.sh"];

/** The files from which the image is built. */
export function recipeFiles(): { readonly name: string; readonly content: Buffer }[] {
  return FILES.map((name) => ({ name, content: readFileSync(join(RECIPE_FOLDER, name)) }));
}

/** The image that the build starts from, where it is not told otherwise. */
export function baseImage({ suite }: Flavour): string {
  return `debian:${suite}-slim`;
}

/** The name of a flavour's image. Another recipe is another image, so that the one at hand is never an old one. */
export function sandboxImage({ suite, init }: Flavour): string {
  const hash = createHash("sha256");
  for (const { name, content } of recipeFiles()) hash.update(`${name}\n`).update(content);
  return `moorage-sandbox:${suite}-${init}-${hash.digest("hex").slice(0, 12)}`;
}
