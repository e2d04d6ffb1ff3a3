import type { MountRequestJson } from "../../docker/container-json";
import { type ContainerFacts, isAnonymous } from "./observe";
import type { ContainerSpec } from "./options/option";

/** Anonymous volumes live as long as the resource: what lies in them is data. */
export function inheritedMounts(spec: ContainerSpec, old: ContainerFacts): readonly MountRequestJson[] {
  const { volumes = [], binds = [], files = [], tmpfs = [] } = spec;
  const targets = [...volumes, ...binds, ...files, ...tmpfs].map(({ target }) => target);
  return old.mounts
    .filter((mount) => isAnonymous(mount) && !targets.includes(mount.Destination))
    .map((mount) => ({
      Type: "volume",
      Source: mount.Name ?? "",
      Target: mount.Destination,
      ReadOnly: !mount.RW,
    }));
}
