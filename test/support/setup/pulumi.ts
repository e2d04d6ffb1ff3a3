import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { announce } from "./announce";
import { cacheFolder } from "./cache";
import { findProgram, run } from "./command";
import { oneAtATime } from "./lock";
import { withScratchFolder } from "./scratch";

const CLI_VERSION = "3.230.0";

/** With a version from 1.17 on, Go reads the modules that are needed instead of every one that was ever named. */
const GO_MOD_HEAD = "module moorage-test-tools\n\ngo 1.25.8\n";

/** One Go program of the real Pulumi, and the module that it is built in. */
interface Program {
  readonly name: string;
  readonly goPackage: string;
  readonly goMod: readonly string[];
}

const CLI: Program = {
  name: "pulumi",
  goPackage: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  goMod: [
    `require github.com/pulumi/pulumi/pkg/v3 v${CLI_VERSION}`,
    // Pulumi's own replacement, which a module that merely requires it does not inherit.
    "replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e",
  ],
};

/** The last version of the language host that lies in a module of the proxy; later CLIs still speak to it. */
const NODE_LANGUAGE_HOST: Program = {
  name: "pulumi-language-nodejs",
  goPackage: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  goMod: ["require github.com/pulumi/pulumi/sdk/v3 v3.68.0"],
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
    for (const program of [CLI, NODE_LANGUAGE_HOST]) await build(program, scratch);
    // Only whole builds get the final name.
    await rename(join(scratch, "bin"), folder);
  });
}

async function build(program: Program, scratch: string): Promise<void> {
  const source = join(scratch, program.name);
  await mkdir(source);
  await writeFile(join(source, "go.mod"), `${[GO_MOD_HEAD, ...program.goMod].join("\n")}\n`);
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${CLI_VERSION}`;
  const output = join(scratch, "bin", program.name);
  await run(["go", "build", "-mod=mod", `-ldflags=-s -w ${version}`, "-o", output, program.goPackage], {
    cwd: source,
    // Without cgo no C compiler is needed.
    env: { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" },
  });
}
