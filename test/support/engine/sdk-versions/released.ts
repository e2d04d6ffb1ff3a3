import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { satisfiesRange } from "../../../../engine/program/seam";
import { announce } from "../../setup/announce";
import { cacheFolder } from "../../setup/cache";
import { capture, run } from "../../setup/command";
import { oneAtATime } from "../../setup/lock";
import { withScratchFolder } from "../../setup/scratch";

const packageName = "@pulumi/pulumi";

/** A program that deploys needs neither the compiler nor the types: they are four fifths of the package. */
const unused = ["*.map", "*.d.ts", "package/vendor"];

/**
 * The newest patch of each minor version of the SDK in the engine's range, oldest first, as npm has it; without a
 * network, those that were fetched before. They are unpacked without their dependencies, each at `sdkFolder`: what they
 * need of them to run a program, this repository has.
 */
export async function releasedSdks(): Promise<readonly string[]> {
  return oneAtATime("sdk-versions", async () => {
    const { code, stdout } = await capture([
      "npm",
      "view",
      packageName,
      "versions",
      "--json",
      "--prefer-online",
    ]);
    const fetched = await readdir(cacheFolder("sdk"));
    if (code !== 0) {
      announce(`npm's registry is not to be reached: of ${packageName}, ${fetched.length} versions are here`);
      return newestPatches(fetched);
    }
    const released = newestPatches(JSON.parse(stdout) as string[]);
    await fetchAll(released.filter((version) => !fetched.includes(version)));
    return released;
  });
}

/** The versions without those whose code is the same as that of the one before. */
export async function withNewCode(versions: readonly string[]): Promise<readonly string[]> {
  const hashes = await Promise.all(versions.map((version) => hashOfCode(sdkFolder(version))));
  return versions.filter((_version, index) => hashes[index] !== hashes[index - 1]);
}

async function hashOfCode(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const files = await readdir(folder, { recursive: true });
  const code = files.filter((path) => path.endsWith(".js") && path !== "version.js").sort();
  for (const path of code) hash.update(path).update(await readFile(join(folder, path)));
  return hash.digest("hex");
}

/** The folder of a version, as npm would install it. */
export function sdkFolder(version: string): string {
  return join(cacheFolder("sdk"), version, "node_modules", packageName);
}

function newestPatches(versions: readonly string[]): string[] {
  const newest = new Map<number, number>();
  for (const version of versions) {
    const [, minor, patch] = /^3\.(\d+)\.(\d+)$/.exec(version)?.map(Number) ?? [];
    if (minor === undefined || patch === undefined || !satisfiesRange(version)) continue;
    newest.set(minor, Math.max(patch, newest.get(minor) ?? 0));
  }
  return [...newest].sort(([left], [right]) => left - right).map((numbers) => `3.${numbers.join(".")}`);
}

async function fetchAll(versions: readonly string[]): Promise<void> {
  if (versions.length === 0) return;
  announce(`fetching ${versions.length} versions of ${packageName} from npm`);
  await withScratchFolder(async (scratch) => {
    const wanted = versions.map((version) => `${packageName}@${version}`);
    await run(["npm", "pack", "--silent", "--pack-destination", scratch, ...wanted]);
    for (const version of versions) {
      const folder = join(scratch, version, "node_modules", packageName);
      await mkdir(folder, { recursive: true });
      const packed = join(scratch, `pulumi-pulumi-${version}.tgz`);
      const without = unused.map((pattern) => `--exclude=${pattern}`);
      await run(["tar", "-xzf", packed, "-C", folder, "--strip-components=1", ...without]);
      // Only whole versions get the final name.
      await rename(join(scratch, version), join(cacheFolder("sdk"), version));
    }
  });
}
