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
  if (remote === undefined) {
    const system = await statfs(dataRoot).catch(() => undefined);
    return system === undefined ? undefined : Math.floor((system.bavail * system.bsize) / MEBIBYTE);
  }
  const { exitCode, stdout } = await remote.run(["df", "-P", "-k", dataRoot], { allowFailure: true, signal });
  return exitCode === 0 ? parseDf(stdout, [dataRoot]).get(dataRoot)?.freeMebibytes : undefined;
}
