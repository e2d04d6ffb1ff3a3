import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything that is slow to make is kept between runs: `$MOORAGE_CACHE`, else the XDG cache folder. */
export function cacheFolder(...parts: string[]): string {
  const root =
    process.env["MOORAGE_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "moorage");
  const folder = join(root, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
