import { homedir } from "node:os";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine } from "../../../providers/docker/engine";
import { localSocket } from "../../../providers/resources/local-socket";
import { ensureSandboxImage as ensureImage } from "../../../providers/sandbox/image";
import { type Flavour, sandboxImage } from "../../../providers/sandbox/recipe";
import { announce } from "../setup/announce";
import { run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { canInstallPackages } from "../setup/packages";
import { withScratchFolder } from "../setup/scratch";
import { ensureBaseImage, machineAptLeniency, type Release } from "./base-image";
import { hasImage, TEST_LABEL } from "./engine-cli";

/**
 * Sees to it that the local engine has the image of the Sandboxes of a suite, under the very name by which the provider
 * looks for it. The provider builds it from Debian's own image; here it is made where no registry is reached, too.
 */
export async function ensureSandboxImage(suite: Release, init: Flavour["init"] = "systemd"): Promise<string> {
  const image = sandboxImage({ suite, init });
  if (await hasImage(image)) return image;
  return oneAtATime(`sandbox-image-${suite}`, async () => {
    if (await hasImage(image)) return image;
    const base = await buildBase(suite);
    announce(`building the image of a ${suite} Sandbox with ${init === "none" ? "no init system" : init}`);
    const socketPath = localSocket({ home: homedir(), dockerHost: process.env["DOCKER_HOST"] });
    const engine = createEngine({ socketPath }, "this machine");
    try {
      const { signal } = new AbortController();
      return await ensureImage(engine, { suite, init }, { base, signal, progress: () => undefined });
    } finally {
      engine.close();
    }
  });
}

/** The suite's base, with what this machine's mirror needs to be believed. */
async function buildBase(suite: Release): Promise<string> {
  const base = await ensureBaseImage(suite);
  if (!canInstallPackages()) return base;
  const image = `moorage-sandbox-base:${suite}`;
  await withScratchFolder(async (context) => {
    await writeFile(join(context, "machine.conf"), await machineAptLeniency());
    const lines = [`FROM ${base}`, "COPY machine.conf /etc/apt/apt.conf.d/90-of-the-building-machine"];
    await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    await run(["docker", "build", `--label=${TEST_LABEL}`, `--tag=${image}`, context]);
  });
  return image;
}
