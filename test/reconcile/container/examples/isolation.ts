import type { Examples } from "./example";

export const isolationExamples: Examples<
  | "devices"
  | "deviceRequests"
  | "deviceCgroupRules"
  | "cgroupParent"
  | "cgroupnsMode"
  | "ipcMode"
  | "pidMode"
  | "utsMode"
  | "usernsMode"
  | "privileged"
  | "capabilities"
  | "securityOpts"
  | "readOnly"
  | "maskedPaths"
  | "readonlyPaths"
  | "sysctls"
  | "runtime"
> = {
  devices: {
    values: [
      [{ hostPath: "/dev/null", containerPath: "/dev/hole", permissions: "r" }, { hostPath: "/dev/zero" }],
      [{ hostPath: "/dev/null", containerPath: "/dev/hole" }],
    ],
    told: {
      HostConfig: {
        Devices: [
          { PathOnHost: "/dev/null", PathInContainer: "/dev/hole", CgroupPermissions: "r" },
          { PathOnHost: "/dev/zero", PathInContainer: "/dev/zero", CgroupPermissions: "rwm" },
        ],
      },
    },
    spelling: [
      { hostPath: "/dev/zero", containerPath: "/dev/zero", permissions: "mwr" },
      { hostPath: "/dev/null", containerPath: "/dev/hole", permissions: "r" },
    ],
    change: "replace",
  },
  deviceRequests: {
    values: [
      [{ driver: "nvidia", count: -1, capabilities: [["gpu", "compute"]], options: { a: "b" } }],
      [{ deviceIds: ["0", "1"], capabilities: [["gpu"]] }],
    ],
    told: {
      HostConfig: {
        DeviceRequests: [
          {
            Driver: "nvidia",
            Count: -1,
            DeviceIDs: [],
            Capabilities: [["compute", "gpu"]],
            Options: { a: "b" },
          },
        ],
      },
    },
    spelling: [{ driver: "nvidia", count: -1, capabilities: [["compute", "gpu"]], options: { a: "b" } }],
    change: "replace",
    mayBeRefused: /could not select device driver/,
  },
  deviceCgroupRules: {
    values: [["c 42:* rwm", "b 7:0 r"], ["c 43:* rwm"]],
    told: { HostConfig: { DeviceCgroupRules: ["c 42:* rwm", "b 7:0 r"] } },
    spelling: ["b 7:0 r", "c 42:* rwm"],
    change: "replace",
  },
  cgroupParent: {
    values: ["/mrg-a", "/mrg-b"],
    told: { HostConfig: { CgroupParent: "/mrg-a" } },
    change: "replace",
  },
  cgroupnsMode: {
    values: ["private", "host"],
    told: { HostConfig: { CgroupnsMode: "private" } },
    change: "replace",
  },
  ipcMode: {
    values: ["shareable", "host"],
    told: { HostConfig: { IpcMode: "shareable" } },
    change: "replace",
  },
  pidMode: {
    values: ["host", "container:mrg-opt-other"],
    told: { HostConfig: { PidMode: "host" } },
    change: "replace",
  },
  utsMode: { values: ["host", undefined], told: { HostConfig: { UTSMode: "host" } }, change: "replace" },
  usernsMode: {
    values: ["host", undefined],
    told: { HostConfig: { UsernsMode: "host" } },
    change: "replace",
  },
  privileged: {
    values: [true, false],
    told: { HostConfig: { Privileged: true } },
    change: "replace",
    mayBeRefused: /apply caps: operation not permitted/,
  },
  capabilities: {
    values: [{ adds: ["NET_ADMIN"], drops: ["CHOWN", "mknod"] }, { drops: ["ALL"] }],
    told: { HostConfig: { CapAdd: ["NET_ADMIN"], CapDrop: ["CHOWN", "mknod"] } },
    spelling: { drops: ["CAP_MKNOD", "chown"], adds: ["cap_net_admin"] },
    change: "replace",
  },
  securityOpts: {
    values: [["no-new-privileges", "seccomp=unconfined"], ["no-new-privileges:false"]],
    told: { HostConfig: { SecurityOpt: ["no-new-privileges", "seccomp=unconfined"] } },
    spelling: ["seccomp=unconfined", "no-new-privileges:true"],
    change: "replace",
  },
  readOnly: { values: [true, false], told: { HostConfig: { ReadonlyRootfs: true } }, change: "replace" },
  maskedPaths: {
    values: [["/proc/kcore", "/proc/keys"], []],
    told: { HostConfig: { MaskedPaths: ["/proc/kcore", "/proc/keys"] } },
    spelling: ["/proc/keys", "/proc/kcore"],
    change: "replace",
  },
  readonlyPaths: {
    values: [["/proc/sys", "/proc/bus"], []],
    told: { HostConfig: { ReadonlyPaths: ["/proc/sys", "/proc/bus"] } },
    spelling: ["/proc/bus", "/proc/sys"],
    change: "replace",
  },
  sysctls: {
    values: [{ "net.core.somaxconn": "512" }, { "net.core.somaxconn": "256", "net.ipv4.ip_forward": "0" }],
    told: { HostConfig: { Sysctls: { "net.core.somaxconn": "512" } } },
    change: "replace",
  },
  runtime: {
    values: ["io.containerd.runc.v2", "runc"],
    told: { HostConfig: { Runtime: "io.containerd.runc.v2" } },
    change: "replace",
  },
};
