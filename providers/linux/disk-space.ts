import { DiskSpaceError } from "./errors";
import type { Machine } from "./machine";

/** A file system, and what is free on it. */
interface FileSystem {
  readonly mountPoint: string;
  readonly freeMebibytes: number;
}

/**
 * Rejects with DiskSpaceError where the file systems of these directories lack the room.
 *
 * @param needs By directory, in MiB; directories on one file system add up.
 */
export async function requireDiskSpace(
  machine: Machine,
  needs: Readonly<Record<string, number>>,
): Promise<void> {
  const directories = Object.keys(needs);
  const { stdout } = await machine.remote.run(["df", "-P", "-k", ...directories], {
    signal: machine.signal,
  });
  const missing = shortages(parseDf(stdout, directories), needs);
  if (missing.length === 0) return;
  throw new DiskSpaceError(
    `There is no room for the engine's packages on ${machine.remote.name}: ${missing.join("; ")}. Make room there and run again.`,
  );
}

/** The file system of each directory, from the output of `df -P -k`, which has a line for each in the same order. */
export function parseDf(output: string, directories: readonly string[]): Map<string, FileSystem> {
  const lines = output.split("\n").slice(1);
  const systems = new Map<string, FileSystem>();
  for (const [index, directory] of directories.entries()) {
    const columns = /\s(\d+)\s+\d+%\s+(.*)$/.exec(lines[index] ?? "");
    if (columns === null) continue;
    systems.set(directory, {
      mountPoint: columns[2] ?? "",
      freeMebibytes: Math.floor(Number(columns[1]) / 1024),
    });
  }
  return systems;
}

/** What is missing where, one text a file system. */
export function shortages(
  systems: ReadonlyMap<string, FileSystem>,
  needs: Readonly<Record<string, number>>,
): string[] {
  const needed = new Map<string, number>();
  const free = new Map<string, number>();
  for (const [directory, system] of systems) {
    needed.set(system.mountPoint, (needed.get(system.mountPoint) ?? 0) + (needs[directory] ?? 0));
    free.set(system.mountPoint, system.freeMebibytes);
  }
  return [...needed]
    .filter(([mountPoint, mebibytes]) => mebibytes > (free.get(mountPoint) ?? 0))
    .map(
      ([mountPoint, mebibytes]) =>
        `${mountPoint} has ${free.get(mountPoint) ?? 0} MiB free and needs ${mebibytes} MiB`,
    );
}
