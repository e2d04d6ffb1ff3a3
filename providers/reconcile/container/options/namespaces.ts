import { text } from "./fields";
import type { OptionOf } from "./option";
import { resolved } from "./reference";

export const cgroupParent: OptionOf<"cgroupParent"> = text("CgroupParent", {
  default: "the engine's",
  refusal: /cgroup-?parent|cgroup configuration/i,
});

export const cgroupnsMode: OptionOf<"cgroupnsMode"> = {
  fields: ["HostConfig.CgroupnsMode"],
  default: "`host` under cgroup v1, `private` under v2",
  inPlace: "no",
  refusal: /cgroup namespace/i,
  write: (value, { request }) => (request.HostConfig.CgroupnsMode = value),
  read: ({ hostConfig }) => (hostConfig.CgroupnsMode as "host" | "private") || undefined,
  unset: ({ defaults }) => defaults.engine?.cgroupnsMode,
  same: (wanted, found, { defaults }) =>
    wanted === found || (wanted === undefined && defaults.engine === undefined),
};

export const ipcMode: OptionOf<"ipcMode"> = text("IpcMode", {
  default: "private",
  refusal: /ipc mode|ipc namespace|join IPC/i,
  unset: () => "private",
  same: (wanted, found, { defaults }) => resolved(wanted, defaults) === resolved(found, defaults),
});

export const pidMode: OptionOf<"pidMode"> = text("PidMode", {
  default: "its own",
  refusal: /pid mode|pid namespace|join PID/i,
  same: (wanted, found, { defaults }) => resolved(wanted, defaults) === resolved(found, defaults),
});

export const utsMode: OptionOf<"utsMode"> = text("UTSMode", { default: "its own", refusal: /uts mode/i });

export const usernsMode: OptionOf<"usernsMode"> = text("UsernsMode", {
  default: "the engine's",
  refusal: /userns mode|user namespace/i,
});

export const hostname: OptionOf<"hostname"> = {
  fields: ["Hostname"],
  default: "the first 12 characters of the container's id",
  inPlace: "no",
  refusal: /hostname/i,
  write: (value, { request }) => (request.Hostname = value),
  read: ({ config }) => config.Hostname ?? "",
  // With the host's own namespace it is the host's name, on the network of another container that one's.
  unset: ({ facts: { id, config, hostConfig } }) =>
    hostConfig.UTSMode === "host" || hostConfig.NetworkMode?.startsWith("container:") === true
      ? config.Hostname
      : id.slice(0, 12),
};

export const domainname: OptionOf<"domainname"> = {
  fields: ["Domainname"],
  default: "none",
  inPlace: "no",
  write: (value, { request }) => (request.Domainname = value),
  read: ({ config }) => config.Domainname ?? "",
  unset: () => "",
};
