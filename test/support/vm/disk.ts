import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "../setup/announce";
import { cacheFolder } from "../setup/cache";
import { run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { withScratchFolder } from "../setup/scratch";
import { TEST_LABEL } from "../hosts/engine-cli";
import { ensureHostImage } from "../hosts/host-image";

const SIZE = "8G";

/** The folder with `disk.raw`, `vmlinuz` and `initrd.img` of a Debian bookworm that was never booted; cached. */
export async function ensureVmDisk(): Promise<string> {
  const base = await ensureHostImage("bookworm", "systemd");
  const recipe = await readFile(join(__dirname, "Dockerfile"));
  const hash = createHash("sha256").update(base).update(recipe).digest("hex").slice(0, 12);
  const folder = join(cacheFolder("vm"), hash);
  return oneAtATime("vm-disk", async () => {
    if (!existsSync(folder)) await makeDisk(base, folder);
    return folder;
  });
}

async function makeDisk(base: string, folder: string): Promise<void> {
  announce("making the disk of the virtual machine (installs a kernel and cloud-init, two minutes)");
  await withScratchFolder(async (scratch) => {
    const [root, result] = [join(scratch, "root"), join(scratch, "result")];
    await mkdir(root);
    await mkdir(result);
    await extractImage(base, root);
    await becomeMachine(root);
    const boot = await readdir(join(root, "boot"));
    for (const [prefix, name] of [
      ["vmlinuz-", "vmlinuz"],
      ["initrd.img-", "initrd.img"],
    ] as const) {
      const file = boot.find((candidate) => candidate.startsWith(prefix));
      if (file === undefined) throw new Error(`no kernel was installed: there is no /boot/${prefix}*`);
      await rename(join(root, "boot", file), join(result, name));
    }
    const disk = join(result, "disk.raw");
    await run(["truncate", `--size=${SIZE}`, disk]);
    await run(["mkfs.ext4", "-q", "-F", "-L", "root", "-d", root, disk]);
    await rename(result, folder);
  });
}

async function extractImage(base: string, root: string): Promise<void> {
  const image = "moorage-test-vm";
  await run([
    "docker",
    "build",
    `--build-arg=BASE=${base}`,
    `--label=${TEST_LABEL}`,
    `--tag=${image}`,
    __dirname,
  ]);
  const container = await run(["docker", "create", image]);
  try {
    const archive = `${root}.tar`;
    await run(["docker", "export", "--output", archive, container]);
    await run(["tar", "--directory", root, "--numeric-owner", "--extract", "--file", archive]);
  } finally {
    await run(["docker", "rm", "--volumes", container]);
    await run(["docker", "rmi", image]);
  }
}

/** Takes back what the engine put into the file system or kept out of it. */
async function becomeMachine(root: string): Promise<void> {
  await rm(join(root, ".dockerenv"), { force: true });
  await rm(join(root, "etc/resolv.conf"), { force: true });
  await symlink("../run/systemd/resolve/stub-resolv.conf", join(root, "etc/resolv.conf"));
  await writeFile(join(root, "etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n");
  await writeFile(join(root, "etc/hostname"), "vm\n");
}
