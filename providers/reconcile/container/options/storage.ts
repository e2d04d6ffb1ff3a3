import { posix } from "node:path";
import { isGivenFile } from "../given-files";
import { isAnonymous } from "../observe";
import type { OptionOf } from "./option";

export const volumes: OptionOf<"volumes"> = {
  field: "HostConfig.Mounts (volume)",
  default: "none beside the image's anonymous ones",
  inPlace: "no",
  write: (value, { request }) => {
    const mounts = value.map(({ volume, target, readOnly }) => ({
      Type: "volume" as const,
      Source: volume,
      Target: target,
      ReadOnly: readOnly ?? false,
    }));
    request.HostConfig.Mounts = [...(request.HostConfig.Mounts ?? []), ...mounts];
  },
  read: ({ mounts }) =>
    mounts
      .filter((mount) => mount.Type === "volume" && !isAnonymous(mount))
      .map((mount) => ({
        volume: mount.Name ?? "",
        target: mount.Destination,
        ...(mount.RW ? {} : { readOnly: true }),
      })),
  unset: () => [],
  canonical: (value) =>
    sorted(value.map((mount) => [mountPath(mount.target), mount.volume, mount.readOnly ?? false])),
};

export const binds: OptionOf<"binds"> = {
  field: "HostConfig.Mounts (bind)",
  default: "none",
  inPlace: "no",
  write: (value, { request }) => {
    const mounts = value.map(({ source, target, readOnly }) => ({
      Type: "bind" as const,
      Source: source,
      Target: target,
      ReadOnly: readOnly ?? false,
    }));
    request.HostConfig.Mounts = [...(request.HostConfig.Mounts ?? []), ...mounts];
  },
  read: ({ mounts }) =>
    mounts
      .filter((mount) => mount.Type === "bind" && !isGivenFile(mount.Source))
      .map((mount) => ({
        source: mount.Source,
        target: mount.Destination,
        ...(mount.RW ? {} : { readOnly: true }),
      })),
  unset: () => [],
  canonical: (value) =>
    sorted(value.map((mount) => [mountPath(mount.target), mountPath(mount.source), mount.readOnly ?? false])),
};

/** One spelling for the paths of one place. */
export function mountPath(text: string): string {
  const normal = posix.normalize(text);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}

/** Mounts have no order: each target has one. */
export function sorted<T>(rows: readonly T[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
