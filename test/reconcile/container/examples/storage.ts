import { FILES_DIRECTORY } from "../../../../providers/reconcile/container/given-files";
import type { Examples } from "./example";

export const storageExamples: Examples<
  "volumes" | "binds" | "files" | "tmpfs" | "volumesFrom" | "storageOpts"
> = {
  volumes: {
    values: [
      [{ volume: "mrg-opt-a", target: "/a", noCopy: true }],
      [{ volume: "mrg-opt-a", target: "/a", readOnly: true }],
    ],
    told: {
      HostConfig: {
        Mounts: [
          {
            Type: "volume",
            Source: "mrg-opt-a",
            Target: "/a",
            ReadOnly: false,
            VolumeOptions: { NoCopy: true },
          },
        ],
      },
    },
    spelling: [{ volume: "mrg-opt-a", target: "/a/", readOnly: false, noCopy: true }],
    newer: { "[].subpath": [{ volume: "mrg-opt-sub", target: "/a", subpath: "here" }] },
    change: "replace",
  },
  binds: {
    values: [
      [{ source: "/etc", target: "/host", readOnly: true, propagation: "private", nonRecursive: true }],
      [{ source: "/etc", target: "/host" }],
    ],
    told: {
      HostConfig: {
        Mounts: [
          {
            Type: "bind",
            Source: "/etc",
            Target: "/host",
            ReadOnly: true,
            BindOptions: { Propagation: "private", NonRecursive: true },
          },
        ],
      },
    },
    spelling: [
      { source: "/etc/", target: "/host/", nonRecursive: true, propagation: "private", readOnly: true },
    ],
    newer: {
      "[].createMountpoint": [{ source: "/tmp/mrg-opt-made", target: "/host", createMountpoint: true }],
      "[].readOnlyNonRecursive": [
        { source: "/etc", target: "/host", readOnly: true, readOnlyNonRecursive: true },
      ],
      "[].readOnlyForceRecursive": [
        { source: "/etc", target: "/host", readOnly: true, readOnlyForceRecursive: true },
      ],
    },
    change: "replace",
  },
  files: {
    values: [
      [{ source: `${FILES_DIRECTORY}/web/1`, target: "/etc/key" }],
      [{ source: `${FILES_DIRECTORY}/web/2`, target: "/etc/key" }],
    ],
    told: {
      HostConfig: {
        Mounts: [{ Type: "bind", Source: `${FILES_DIRECTORY}/web/1`, Target: "/etc/key", ReadOnly: true }],
      },
    },
    spelling: [{ source: `${FILES_DIRECTORY}/web/1`, target: "/etc//key" }],
    change: "replace",
  },
  tmpfs: {
    values: [
      [{ target: "/t", sizeMiB: 1, mode: "1700", options: ["exec"] }, { target: "/u" }],
      [{ target: "/t", sizeMiB: 2 }],
    ],
    told: { HostConfig: { Tmpfs: { "/t": "size=1048576,mode=1700,exec", "/u": "" } } },
    spelling: [
      { target: "/u", mode: "1777" },
      { target: "/t/", options: ["exec"], mode: "1700", sizeMiB: 1 },
    ],
    change: "replace",
  },
  volumesFrom: {
    values: [["mrg-opt-other"], ["mrg-opt-other:ro"]],
    told: { HostConfig: { VolumesFrom: ["mrg-opt-other"] } },
    spelling: ["mrg-opt-other:rw"],
    change: "replace",
  },
  storageOpts: {
    values: [{ size: "1G" }, { size: "2G" }],
    told: { HostConfig: { StorageOpt: { size: "1G" } } },
    change: "replace",
    mayBeRefused: /storage-opt is supported only for|storage opt/,
  },
};
