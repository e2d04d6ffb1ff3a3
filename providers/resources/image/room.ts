import { statfs } from "node:fs/promises";
import { parseDf } from "../../linux/disk-space";
import { DiskSpaceError } from "../../linux/errors";
import type { HostSession } from "../lifecycle";

/** Engines keep what they receive until it is unpacked, or for good beside what is unpacked. */
const FACTOR = 2;

const MEBIBYTE = 1024 * 1024;

/** Rejects with DiskSpaceError where an engine's disk has no room for layers of the given size. */
export async function requireRoom(
  session: HostSession,
  dataRoot: string,
  bytes: number,
  signal: AbortSignal,
): Promise<void> {
  const needed = Math.ceil((FACTOR * bytes) / MEBIBYTE);
  const free = bytes === 0 ? undefined : await freeMebibytes(session, dataRoot, signal);
  if (free === undefined || free >= needed) return;
  throw new DiskSpaceError(
    `The image does not fit on ${session.name}: ${dataRoot} has ${free} MiB free and needs ${needed} MiB. ` +
      `Make room there, e.g. with \`docker system prune\`, and run again.`,
  );
}

/** What is free for the engine; undefined where that cannot be told, as with an engine in a virtual machine. */
async function freeMebibytes(
  { remote }: HostSession,
  dataRoot: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (remote === undefined) return freeHere(dataRoot);
  const { exitCode, stdout } = await remote.run(["df", "-P", "-k", dataRoot], { allowFailure: true, signal });
  return exitCode === 0 ? parseDf(stdout, [dataRoot]).get(dataRoot)?.freeMebibytes : undefined;
}

/** A folder that is not there, or not for this user to see, may be the engine's elsewhere; any other failure is its disk's. */
async function freeHere(dataRoot: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dataRoot);
    return Math.floor((bavail * bsize) / MEBIBYTE);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return undefined;
    throw new DiskSpaceError(
      `Cannot tell what is free for the engine of this machine: ${message}. Look at that disk, and run again.`,
      { cause: error },
    );
  }
}
