import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { announce } from "./announce";
import { cacheFolder } from "./cache";
import { findProgram } from "./command";
import { buildGoProgram, type GoProgram } from "./go-program";
import { oneAtATime } from "./lock";
import { withScratchFolder } from "./scratch";

const CLI_VERSION = "3.230.0";

const variables = [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${CLI_VERSION}`];

const CLI: GoProgram = {
  name: "pulumi",
  goPackage: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  goMod: [
    `require github.com/pulumi/pulumi/pkg/v3 v${CLI_VERSION}`,
    // Pulumi's own replacement, which a module that merely requires it does not inherit.
    "replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e",
  ],
  variables,
};

/** The last version of the language host that lies in a module of the proxy; later CLIs still speak to it. */
const NODE_LANGUAGE_HOST: GoProgram = {
  name: "pulumi-language-nodejs",
  goPackage: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  goMod: ["require github.com/pulumi/pulumi/sdk/v3 v3.68.0"],
  variables,
};

/**
 * The folder with the real Pulumi CLI and its Node language host: the one on PATH, else one that is built here from
 * Go's module proxy and cached.
 */
export async function ensurePulumi(): Promise<string> {
  const installed = findProgram("pulumi");
  if (installed !== undefined) return dirname(installed);
  const folder = join(cacheFolder(`pulumi-${CLI_VERSION}`), "bin");
  if (existsSync(folder)) return folder;
  if (findProgram("go") === undefined) {
    throw new Error("There is no `pulumi` on PATH, and no `go` to build it. Install either of them.");
  }
  return oneAtATime("pulumi", async () => {
    if (!existsSync(folder)) await buildAll(folder);
    return folder;
  });
}

async function buildAll(folder: string): Promise<void> {
  announce(`building the Pulumi CLI ${CLI_VERSION} from Go's module proxy (a few minutes)`);
  await withScratchFolder(async (scratch) => {
    for (const program of [CLI, NODE_LANGUAGE_HOST]) await buildGoProgram(program, scratch);
    // Only whole builds get the final name.
    await rename(join(scratch, "bin"), folder);
  });
}
