import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { announce } from "./announce";
import { cacheFolder } from "./cache";
import { findProgram } from "./command";
import { buildGoProgram, type GoProgram } from "./go-program";
import { oneAtATime } from "./lock";
import { withScratchFolder } from "./scratch";

/** The last version that is one module: from 1.9 on its parts refer to each other by folders, which no proxy has. */
const TERRAFORM_VERSION = "1.8.5";

/** The provider's version, and the commit soon after it that the proxy has: the module's path keeps releases out. */
export const PROVIDER_VERSION = "4.6.0";
const PROVIDER_COMMIT = "v0.0.0-20260916201441-96d331c98ff4";

const TERRAFORM: GoProgram = {
  name: "terraform",
  goPackage: "github.com/hashicorp/terraform",
  goMod: [`require github.com/hashicorp/terraform v${TERRAFORM_VERSION}`],
  variables: [`github.com/hashicorp/terraform/version.dev=no`],
};

const PROVIDER_MODULE = "github.com/terraform-providers/terraform-provider-docker";

const PROVIDER: GoProgram = {
  name: `terraform-provider-docker_v${PROVIDER_VERSION}`,
  goPackage: PROVIDER_MODULE,
  goMod: [
    `require ${PROVIDER_MODULE} v0.0.0`,
    // It still calls itself by the name that it had before it moved.
    `replace ${PROVIDER_MODULE} => github.com/kreuzwerker/terraform-provider-docker ${PROVIDER_COMMIT}`,
  ],
  variables: [`main.version=${PROVIDER_VERSION}`],
};

/** Terraform, and a folder that stands for the registry, with kreuzwerker's Docker provider in it. */
export interface Terraform {
  readonly program: string;
  readonly mirror: string;
}

/** The Terraform on PATH, else one built from Go's module proxy, as its provider is; cached. */
export async function ensureTerraform(): Promise<Terraform> {
  const program = findProgram("terraform") ?? join(await built(TERRAFORM, TERRAFORM_VERSION), TERRAFORM.name);
  const folder = await built(PROVIDER, PROVIDER_VERSION, async (scratch) => {
    const platform = `linux_${process.arch === "x64" ? "amd64" : process.arch}`;
    const path = `mirror/registry.terraform.io/kreuzwerker/docker/${PROVIDER_VERSION}/${platform}`;
    const place = join(scratch, "bin", path, PROVIDER.name);
    await mkdir(dirname(place), { recursive: true });
    await rename(join(scratch, "bin", PROVIDER.name), place);
  });
  return { program, mirror: join(folder, "mirror") };
}

/** The folder with a program of that version. */
async function built(
  program: GoProgram,
  version: string,
  arrange: (scratch: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const [name = ""] = program.name.split("_");
  const folder = join(cacheFolder(`${name}-${version}`), "bin");
  if (existsSync(folder)) return folder;
  if (findProgram("go") === undefined) throw new Error(`There is no \`go\` to build ${name} with.`);
  return oneAtATime(name, async () => {
    if (existsSync(folder)) return folder;
    announce(`building ${name} ${version} from Go's module proxy (a few minutes)`);
    await withScratchFolder(async (scratch) => {
      await buildGoProgram(program, scratch);
      await arrange(scratch);
      // Only whole builds get the final name.
      await rename(join(scratch, "bin"), folder);
    });
    return folder;
  });
}
