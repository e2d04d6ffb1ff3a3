import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "./announce";
import { cacheFolder } from "./cache";
import { findProgram } from "./command";
import { buildGoProgram, type GoProgram } from "./go-program";
import { oneAtATime } from "./lock";
import { withScratchFolder } from "./scratch";

export const COMPOSE_VERSION = "2.40.3";

const COMPOSE: GoProgram = {
  name: "docker-compose",
  goPackage: "github.com/docker/compose/v2/cmd",
  goMod: [`require github.com/docker/compose/v2 v${COMPOSE_VERSION}`],
  variables: [`github.com/docker/compose/v2/internal.Version=v${COMPOSE_VERSION}`],
};

/** The path of Docker Compose, built from Go's module proxy and cached: what comparisons are made with. */
export async function ensureCompose(): Promise<string> {
  const folder = join(cacheFolder(`compose-${COMPOSE_VERSION}`), "bin");
  const path = join(folder, COMPOSE.name);
  if (existsSync(path)) return path;
  if (findProgram("go") === undefined) throw new Error("There is no `go` to build Docker Compose with.");
  return oneAtATime("compose", async () => {
    if (existsSync(path)) return path;
    announce(`building Docker Compose ${COMPOSE_VERSION} from Go's module proxy (a few minutes)`);
    await withScratchFolder(async (scratch) => {
      await buildGoProgram(COMPOSE, scratch);
      // Only whole builds get the final name.
      await rename(join(scratch, "bin"), folder);
    });
    return path;
  });
}
