import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { chmod, rename } from "node:fs/promises";
import { join } from "node:path";
import { ensureBaseImage, machineAptLeniency } from "../hosts/base-image";
import { announce } from "../setup/announce";
import { cacheFolder } from "../setup/cache";
import { ensureEngine } from "../setup/engine";
import { oneAtATime } from "../setup/lock";
import { withScratchFolder } from "../setup/scratch";

/** Its C library is the one that the registry's program was built with. */
const SUITE = "bookworm";

const FETCH = `
printf %s "$LENIENCY" >/etc/apt/apt.conf.d/90-of-the-building-machine
cd /tmp
{ apt-get update -qq; apt-get download -qq -o APT::Sandbox::User=root docker-registry; } >&2
dpkg --extract docker-registry_*.deb .
cat usr/bin/docker-registry
`;

/** Path of the program of Debian's package docker-registry, which needs only the C library; fetched once, then cached. */
export async function ensureRegistryBinary(): Promise<string> {
  const path = join(cacheFolder("registry"), `docker-registry-${SUITE}`);
  if (existsSync(path)) return path;
  await ensureEngine();
  return oneAtATime("docker-registry", async () => {
    if (!existsSync(path)) await fetchBinary(path);
    return path;
  });
}

/** An image in which the program runs. */
export async function registryBaseImage(): Promise<string> {
  return ensureBaseImage(SUITE);
}

async function fetchBinary(path: string): Promise<void> {
  const image = await registryBaseImage();
  const leniency = await machineAptLeniency();
  announce("fetching Debian's docker-registry");
  await withScratchFolder(async (scratch) => {
    const partial = join(scratch, "docker-registry");
    const file = openSync(partial, "w");
    const options = ["--rm", "--env", "LENIENCY", image, "sh", "-euc", FETCH];
    const fetching = spawn("docker", ["run", ...options], {
      stdio: ["ignore", file, "inherit"],
      env: { ...process.env, LENIENCY: leniency },
    });
    closeSync(file);
    const [code] = await once(fetching, "close");
    if (code !== 0) throw new Error(`fetching Debian's docker-registry ended with exit code ${String(code)}`);
    await chmod(partial, 0o755);
    await rename(partial, path);
  });
}
