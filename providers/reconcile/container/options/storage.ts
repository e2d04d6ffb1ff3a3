import type { MountPointJson, MountRequestJson } from "../../../docker/container-json";
import { isGivenFile } from "../given-files";
import { type ContainerFacts, isAnonymous } from "../observe";
import { list, map } from "./fields";
import { pathOf } from "./mount-path";
import type { ContainerSpec, OptionOf } from "./option";

type VolumeMount = NonNullable<ContainerSpec["volumes"]>[number];
type BindMount = NonNullable<ContainerSpec["binds"]>[number];

const PROPAGATION = "rprivate";

export const volumes: OptionOf<"volumes"> = {
  fields: [
    "HostConfig.Mounts[].Type",
    "HostConfig.Mounts[].Source",
    "HostConfig.Mounts[].Target",
    "HostConfig.Mounts[].ReadOnly",
    "HostConfig.Mounts[].VolumeOptions.NoCopy",
    "HostConfig.Mounts[].VolumeOptions.Subpath",
  ],
  newer: [{ part: "[].subpath", field: "HostConfig.Mounts[].VolumeOptions.Subpath", since: "1.45" }],
  default: "none beside the image's anonymous ones",
  inPlace: "no",
  readAt: "`Mounts`, and `HostConfig.Mounts` for what that leaves out",
  refusal: /invalid volume|local volume name|volume subpath|cannot access path .*volumes/i,
  write: (value, { request }) => {
    const mounts = value.map(volumeToJson);
    request.HostConfig.Mounts = [...(request.HostConfig.Mounts ?? []), ...mounts];
  },
  read: (facts) =>
    ownMounts(facts)
      .filter((mount) => mount.Type === "volume" && !isAnonymous(mount))
      .map((mount) => volumeFromJson(mount, askedFor(mount, facts))),
  unset: () => [],
  canonical: (value) => value.map((mount) => JSON.stringify(volumeToJson(mount))).sort(),
};

export const binds: OptionOf<"binds"> = {
  fields: [
    "HostConfig.Mounts[].Type",
    "HostConfig.Mounts[].Source",
    "HostConfig.Mounts[].Target",
    "HostConfig.Mounts[].ReadOnly",
    "HostConfig.Mounts[].BindOptions.Propagation",
    "HostConfig.Mounts[].BindOptions.CreateMountpoint",
    "HostConfig.Mounts[].BindOptions.NonRecursive",
    "HostConfig.Mounts[].BindOptions.ReadOnlyNonRecursive",
    "HostConfig.Mounts[].BindOptions.ReadOnlyForceRecursive",
  ],
  newer: [
    { part: "[].createMountpoint", field: "HostConfig.Mounts[].BindOptions.CreateMountpoint", since: "1.42" },
    {
      part: "[].readOnlyNonRecursive",
      field: "HostConfig.Mounts[].BindOptions.ReadOnlyNonRecursive",
      since: "1.44",
    },
    {
      part: "[].readOnlyForceRecursive",
      field: "HostConfig.Mounts[].BindOptions.ReadOnlyForceRecursive",
      since: "1.44",
    },
  ],
  default: "none",
  inPlace: "no",
  readAt: "`Mounts`, and `HostConfig.Mounts` for what that leaves out",
  refusal: /bind source path|not a shared|type "bind"|recursively read-only/i,
  write: (value, { request }) => {
    request.HostConfig.Mounts = [...(request.HostConfig.Mounts ?? []), ...value.map(bindToJson)];
  },
  read: (facts) =>
    ownMounts(facts)
      .filter((mount) => mount.Type === "bind" && !isGivenFile(mount.Source))
      .map((mount) => bindFromJson(mount, askedFor(mount, facts))),
  unset: () => [],
  canonical: (value) =>
    value
      .map((mount) => bindToJson({ ...mount, propagation: mount.propagation ?? PROPAGATION }))
      .map((mount) => JSON.stringify(mount))
      .sort(),
};

export const volumesFrom: OptionOf<"volumesFrom"> = list("VolumesFrom", {
  refusal: /volumes?-?from|no such container/i,
  canonical: (value) => value.map((from) => from.replace(/:rw$/, "")),
});

export const storageOpts: OptionOf<"storageOpts"> = map("StorageOpt", {
  refusal: /storage-opt|storage opt|unknown option/i,
});

/** The mounts that a container was given itself, without those that it has of another one. */
function ownMounts({ mounts, hostConfig, config }: ContainerFacts): readonly MountPointJson[] {
  if ((hostConfig.VolumesFrom ?? []).length === 0) return mounts;
  const asked = [
    ...(hostConfig.Mounts ?? []).map(({ Target }) => Target),
    ...(hostConfig.Binds ?? []).map((bind) => bind.split(":")[1] ?? ""),
    ...Object.keys(config.Volumes ?? {}),
  ].map(pathOf);
  return mounts.filter(({ Destination }) => asked.includes(pathOf(Destination)));
}

function askedFor(mount: MountPointJson, { hostConfig }: ContainerFacts): MountRequestJson | undefined {
  return hostConfig.Mounts?.find(({ Target }) => pathOf(Target) === pathOf(mount.Destination));
}

function volumeToJson({ volume, target, readOnly, noCopy, subpath }: VolumeMount): MountRequestJson {
  const special = noCopy === true || subpath !== undefined;
  return {
    Type: "volume",
    Source: volume,
    Target: pathOf(target),
    ReadOnly: readOnly ?? false,
    ...(special
      ? {
          VolumeOptions: {
            ...(noCopy === true ? { NoCopy: true } : {}),
            ...(subpath === undefined ? {} : { Subpath: subpath }),
          },
        }
      : {}),
  };
}

function volumeFromJson(mount: MountPointJson, asked: MountRequestJson | undefined): VolumeMount {
  const { NoCopy, Subpath } = asked?.VolumeOptions ?? {};
  return {
    volume: mount.Name ?? "",
    target: mount.Destination,
    ...(mount.RW ? {} : { readOnly: true }),
    ...(NoCopy === true ? { noCopy: true } : {}),
    ...(Subpath ? { subpath: Subpath } : {}),
  };
}

function bindToJson(mount: BindMount): MountRequestJson {
  const { source, target, readOnly, propagation } = mount;
  const flags = {
    ...(mount.createMountpoint === true ? { CreateMountpoint: true } : {}),
    ...(mount.nonRecursive === true ? { NonRecursive: true } : {}),
    ...(mount.readOnlyNonRecursive === true ? { ReadOnlyNonRecursive: true } : {}),
    ...(mount.readOnlyForceRecursive === true ? { ReadOnlyForceRecursive: true } : {}),
  };
  const options = { ...(propagation === undefined ? {} : { Propagation: propagation }), ...flags };
  return {
    Type: "bind",
    Source: pathOf(source),
    Target: pathOf(target),
    ReadOnly: readOnly ?? false,
    ...(Object.keys(options).length > 0 ? { BindOptions: options } : {}),
  };
}

function bindFromJson(mount: MountPointJson, asked: MountRequestJson | undefined): BindMount {
  const options = asked?.BindOptions ?? {};
  const propagation = (mount.Propagation || PROPAGATION) as NonNullable<BindMount["propagation"]>;
  return {
    source: mount.Source,
    target: mount.Destination,
    ...(mount.RW ? {} : { readOnly: true }),
    ...(propagation === PROPAGATION ? {} : { propagation }),
    ...(options.CreateMountpoint === true ? { createMountpoint: true } : {}),
    ...(options.NonRecursive === true ? { nonRecursive: true } : {}),
    ...(options.ReadOnlyNonRecursive === true ? { readOnlyNonRecursive: true } : {}),
    ...(options.ReadOnlyForceRecursive === true ? { readOnlyForceRecursive: true } : {}),
  };
}
