import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "../setup/announce";
import { cacheFolder } from "../setup/cache";
import { run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { ensureHostImage } from "../hosts/host-image";

/** The commands that test images have; each is a link to busybox. */
export const APPLETS = (
  "sh cat chmod chown cp date df echo env false grep head hostname httpd id ip kill ls mkdir mount mv nc nslookup ping " +
  "printenv ps rm sed sleep stat tail test timeout touch true umount wget"
).split(" ");

/** Statically linked busybox of this machine's architecture, from the Debian package; cached. */
export async function busybox(): Promise<Buffer> {
  const path = join(cacheFolder("busybox"), "busybox");
  if (!existsSync(path)) await oneAtATime("busybox", () => download(path));
  return readFile(path);
}

/** In a throwaway host, so that it works where this machine is no Debian. */
async function download(path: string): Promise<void> {
  if (existsSync(path)) return;
  const image = await ensureHostImage("bookworm", "bare");
  announce("downloading busybox-static");
  const script = `cd /tmp && apt-get update -qq >&2 && apt-get download -qq busybox-static >&2 &&
    dpkg-deb --extract busybox-static_*.deb unpacked && base64 unpacked/bin/busybox`;
  const base64 = await run(["docker", "run", "--rm", "--entrypoint", "sh", image, "-c", script]);
  await writeFile(`${path}.partial`, Buffer.from(base64, "base64"));
  await rename(`${path}.partial`, path);
}
