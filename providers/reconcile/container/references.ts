import { posix } from "node:path";
import { enclosing } from "./start-needs";
import { pathOf } from "./options/mount-path";
import { isFixed } from "./options/networks";
import type { ContainerSpec } from "./options/option";

/** Something of the host that a container names, which the engine misses only when it starts the container. */
export interface Reference {
  readonly name: string;
  /** Where it is named, `networks[0].network`. */
  readonly property: string;
}

export interface References {
  readonly networks: readonly Reference[];
  /** Containers whose network or processes it shares, and which therefore have to run. */
  readonly containers: readonly Reference[];
  /** Files of devices. */
  readonly devices: readonly Reference[];
}

const PREFIX = "container:";

/** All that a container of a spec needs there to be. */
export function referencesIn(spec: ContainerSpec): References {
  const networks = (spec.networks ?? []).map(({ network }, index) => ({
    name: network,
    property: `networks[${index}].network`,
  }));
  const modes = [
    { name: spec.ipcMode ?? "", property: "ipcMode" },
    { name: spec.pidMode ?? "", property: "pidMode" },
  ];
  return {
    networks: networks.filter(({ name }) => !isFixed(name)),
    containers: [...networks, ...modes]
      .filter(({ name }) => name.startsWith(PREFIX))
      .map(({ name, property }) => ({ name: name.slice(PREFIX.length), property })),
    devices: [
      ...(spec.devices ?? []).map(({ hostPath }, index) => ({
        name: hostPath,
        property: `devices[${index}].hostPath`,
      })),
      ...DEVICE_LIMITS.flatMap((option) =>
        (spec[option] ?? []).map(({ path }, index) => ({ name: path, property: `${option}[${index}].path` })),
      ),
    ],
  };
}

/** Folders of the host, in those that are mounted read-only, where others are to be mounted. */
export function mountPointsIn(spec: ContainerSpec): readonly Reference[] {
  const mounts = (["volumes", "binds", "files", "tmpfs"] as const).flatMap((option) =>
    (spec[option] ?? []).map(({ target }, index) => ({
      target: pathOf(target),
      property: `${option}[${index}].target`,
    })),
  );
  const targets = mounts.map(({ target }) => target);
  return mounts.flatMap(({ target, property }) => {
    const outer = enclosing(target, targets);
    const bind = (spec.binds ?? []).find((each) => pathOf(each.target) === outer && each.readOnly === true);
    if (bind === undefined || outer === undefined) return [];
    return [{ name: pathOf(`${bind.source}/${posix.relative(outer, target)}`), property }];
  });
}

const DEVICE_LIMITS = [
  "blkioWeightDevices",
  "deviceReadBps",
  "deviceWriteBps",
  "deviceReadIops",
  "deviceWriteIops",
] as const;
