import { createReadStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "../setup/announce";
import { cacheFolder } from "../setup/cache";
import { capture, run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { canInstallPackages, ensurePackages } from "../setup/packages";
import { withScratchFolder } from "../setup/scratch";
import { hasImage } from "./engine-cli";

/** The Debian releases that the tests know. */
export const SUITES = ["bullseye", "bookworm", "trixie"] as const;
export type Release = (typeof SUITES)[number];

/** A release, or sid, which may be broken any day: only longer commands try it. */
export type Suite = Release | "sid";

/** The name of an image with the smallest root file system of a suite; made, or pulled where it can't be made. */
export async function ensureBaseImage(suite: Suite): Promise<string> {
  if (!canInstallPackages()) return `debian:${suite}-slim`;
  const image = `moorage-test-base:${suite}`;
  return oneAtATime(image, async () => {
    if (await hasImage(image)) return image;
    const archive = join(cacheFolder("rootfs"), `${suite}-base.tar`);
    if (!existsSync(archive)) await debootstrap(suite, archive);
    await run(["docker", "import", "--message", "debootstrap", "-", image], {
      input: createReadStream(archive),
    });
    return image;
  });
}

/** The lines of this machine's apt configuration without which an aged mirror is refused. */
export async function machineAptLeniency(): Promise<string> {
  const { code, stdout } = await capture(["apt-config", "dump"]).catch(() => ({ code: 1, stdout: "" }));
  if (code !== 0) return "";
  return stdout
    .split("\n")
    .filter((line) => /^Acquire::Check-(Valid-Until|Date) /.test(line))
    .map((line) => `${line}\n`)
    .join("");
}

async function debootstrap(suite: Suite, archive: string): Promise<void> {
  await ensurePackages([{ program: "debootstrap", package: "debootstrap" }]);
  announce(`making a Debian ${suite} root file system (about half a minute)`);
  await withScratchFolder(async (scratch) => {
    const [root, partial] = [join(scratch, "root"), join(scratch, "root.tar")];
    const mirror = await machineMirror();
    await run(["debootstrap", "--variant=minbase", suite, root, ...(mirror === undefined ? [] : [mirror])]);
    await run(["chroot", root, "apt-get", "clean"]);
    await rm(join(root, "etc/machine-id"), { force: true });
    await run(["tar", "--directory", root, "--numeric-owner", "--create", "--file", partial, "."]);
    await rename(partial, archive);
  });
}

/** The mirror that this machine itself is set to, so that a machine behind a mirror of its own works as well. */
async function machineMirror(): Promise<string | undefined> {
  const format = "$(ORIGIN)|$(LABEL)|$(REPO_URI)";
  const { code, stdout } = await capture(["apt-get", "indextargets", "--format", format]);
  if (code !== 0) return undefined;
  const line = stdout.split("\n").find((entry) => entry.startsWith("Debian|Debian|"));
  return line?.split("|")[2];
}
