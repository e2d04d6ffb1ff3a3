import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { isAlive } from "./process-alive";
import { waitFor } from "./wait-for";

const LONGEST_WORK_SECONDS = 900;
const heldHere = new Map<string, Promise<unknown>>();

/** Does slow work that fills the cache in one process at a time; a lock whose holder is dead is taken over. */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = heldHere.get(name) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => withLockFile(name, work));
  heldHere.set(name, mine);
  return mine;
}

async function withLockFile<T>(name: string, work: () => Promise<T>): Promise<T> {
  const path = join(cacheFolder("locks"), name.replace(/[^\w.-]/g, "_"));
  await waitFor(`the lock ${path}`, () => take(path), { timeoutSeconds: LONGEST_WORK_SECONDS, everyMs: 200 });
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<true | undefined> {
  try {
    await writeFile(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(await readFile(path, "utf8").catch(() => "0"));
  if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
  return undefined;
}
