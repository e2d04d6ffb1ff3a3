import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import { announce } from "../setup/announce";
import { cacheFolder } from "../setup/cache";
import { capture, run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { withScratchFolder } from "../setup/scratch";
import { ensureBaseImage, machineAptLeniency, type Suite } from "./base-image";
import { hasImage, TEST_LABEL } from "./engine-cli";

/** What is on a throwaway host: sshd only, systemd as well, or Docker as well. */
export const FLAVOURS = ["bare", "systemd", "docker"] as const;
export type Flavour = (typeof FLAVOURS)[number];

const REPOSITORY = "moorage-test-host";
const RECIPE = ["Dockerfile", "init.sh"];

/** The name of the image that a host of this suite and flavour is started from; built on first use, then cached. */
export async function ensureHostImage(suite: Suite, flavour: Flavour): Promise<string> {
  const leniency = await machineAptLeniency();
  const variant = `${suite}-${flavour}-`;
  const tag = variant + (await recipeHash(leniency));
  const image = `${REPOSITORY}:${tag}`;
  const folder = cacheFolder("rootfs");
  const archive = join(folder, `${tag}.tar.gz`);
  if (existsSync(archive) && (await hasImage(image))) return image;
  return oneAtATime(`host-image-${suite}`, async () => {
    if (await hasImage(image)) {
      if (!existsSync(archive)) await save(image, archive);
    } else if (existsSync(archive)) {
      announce(`loading the ${suite} host with ${flavour} from the cache`);
      await run(["docker", "load", "--quiet"], { input: createReadStream(archive) });
    } else {
      await removeEarlierRecipes(variant, folder);
      await build(image, suite, flavour, leniency);
      await save(image, archive);
    }
    return image;
  });
}

async function removeEarlierRecipes(variant: string, folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith(variant)) await rm(join(folder, name));
  const format = "{{.Repository}}:{{.Tag}}";
  const earlier = await run(["docker", "images", "--format", format, `${REPOSITORY}:${variant}*`]);
  // One that a running host still uses is refused, and stays.
  for (const image of earlier.split("\n").filter(Boolean)) await capture(["docker", "rmi", image]);
}

async function build(image: string, suite: Suite, flavour: Flavour, leniency: string): Promise<void> {
  const base = await ensureBaseImage(suite);
  announce(`building the ${suite} host with ${flavour} (installs its packages)`);
  await withScratchFolder(async (context) => {
    for (const file of RECIPE) await cp(join(__dirname, file), join(context, file));
    await writeFile(join(context, "machine-apt.conf"), leniency);
    const options = [`--target=${flavour}`, `--build-arg=BASE=${base}`, `--label=${TEST_LABEL}`];
    await run(["docker", "build", ...options, `--tag=${image}`, context]);
  });
}

/** Kept outside the engine as well, whose data may be thrown away while the cache stays. */
async function save(image: string, archive: string): Promise<void> {
  await withScratchFolder(async (scratch) => {
    const partial = join(scratch, "image.tar.gz");
    const saving = spawn("docker", ["save", image], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(saving, "close");
    await pipeline(saving.stdout, createGzip({ level: constants.Z_BEST_SPEED }), createWriteStream(partial));
    const [code] = await ended;
    if (code !== 0) throw new Error(`docker save ${image} ended with exit code ${String(code)}`);
    await rename(partial, archive);
  });
}

/** A changed recipe is a new image. */
async function recipeHash(leniency: string): Promise<string> {
  const hash = createHash("sha256").update(leniency);
  for (const file of RECIPE) hash.update(await readFile(join(__dirname, file)));
  return hash.digest("hex").slice(0, 12);
}
