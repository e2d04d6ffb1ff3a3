import { isGivenFile } from "../given-files";
import type { FileMount, OptionOf } from "./option";
import { pathOf } from "./mount-path";

/** A file's place tells its content, so a file with another content is another mount, and takes a new container. */
export const files: OptionOf<"files"> = {
  fields: ["Type", "Source", "Target", "ReadOnly"].map((key) => `HostConfig.Mounts[].${key}`),
  default: "none",
  inPlace: "no",
  write: (value, { request }) => {
    const mounts = value.map(({ source, target }) => ({
      Type: "bind" as const,
      Source: source,
      Target: target,
      ReadOnly: true,
    }));
    request.HostConfig.Mounts = [...(request.HostConfig.Mounts ?? []), ...mounts];
  },
  read: ({ mounts }) =>
    mounts
      .filter((mount) => mount.Type === "bind" && isGivenFile(mount.Source) && !mount.RW)
      .map((mount): FileMount => ({ source: mount.Source, target: mount.Destination })),
  unset: () => [],
  canonical: (value) => value.map(({ source, target }) => JSON.stringify([pathOf(target), source])).sort(),
};
