import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { run } from "./command";
import { isAlive } from "./process-alive";

/** The file in a scratch folder with the id of a process that lives no longer than the folder. */
export const PID_FILE = "process.pid";

/** Makes a folder beside the cache's results, so that what is finished can be renamed into place. */
export async function scratchFolder(): Promise<string> {
  return mkdtemp(join(cacheFolder("scratch"), `${process.pid}-`));
}

/** Gives work a scratch folder and removes it afterwards. */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await scratchFolder();
  try {
    return await work(folder);
  } finally {
    await removeScratchFolder(folder);
  }
}

/** Removes the folders of test runs that were killed, and ends the processes that live in them. */
export async function removeStaleScratchFolders(): Promise<void> {
  const parent = cacheFolder("scratch");
  for (const name of await readdir(parent)) {
    if (!isAlive(Number(name.split("-")[0]))) await removeScratchFolder(join(parent, name));
  }
}

/** Ends the folder's process, if it has one, and removes the folder. */
export async function removeScratchFolder(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, PID_FILE), "utf8").catch(() => "0"));
  const commandLine = pid > 0 ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") : "";
  if (commandLine.includes(folder)) process.kill(pid, "SIGKILL");
  await unmountInside(folder);
  await rm(folder, { recursive: true, force: true });
}

/** A killed debootstrap leaves /proc and /sys mounted in its folder: nothing must be deleted through them. */
async function unmountInside(folder: string): Promise<void> {
  const mounts = await readFile("/proc/mounts", "utf8").catch(() => "");
  const inside = mounts
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of inside.reverse()) await run(["umount", path]);
}
