import type { HostConfigJson } from "../../../docker/container-json";
import { flag, map, set } from "./fields";
import type { Comparing, ContainerSpec, OptionOf } from "./option";

type Capabilities = NonNullable<ContainerSpec["capabilities"]>;

export const privileged: OptionOf<"privileged"> = flag("Privileged", { refusal: /privileged|apply caps/i });

export const readOnly: OptionOf<"readOnly"> = flag("ReadonlyRootfs");

export const capabilities: OptionOf<"capabilities"> = {
  fields: ["HostConfig.CapAdd[]", "HostConfig.CapDrop[]"],
  default: "the engine's",
  inPlace: "no",
  refusal: /capabilit/i,
  write: ({ adds = [], drops = [] }, { request: { HostConfig: host } }) => {
    host.CapAdd = adds;
    host.CapDrop = drops;
  },
  read: ({ hostConfig: { CapAdd, CapDrop } }) => ({
    ...(CapAdd?.length ? { adds: [...CapAdd] } : {}),
    ...(CapDrop?.length ? { drops: [...CapDrop] } : {}),
  }),
  unset: () => ({}),
  canonical: ({ adds = [], drops = [] }: Capabilities) =>
    [adds, drops].map((names) => names.map(capabilityName).sort()),
};

/** One spelling of a capability: with or without `CAP_`, in any case. */
export function capabilityName(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, "");
}

/** What the engine adds where a container shares the host's namespaces. */
const ADDED_BY_ENGINE = "label=disable";

export const securityOpts: OptionOf<"securityOpts"> = set("SecurityOpt", {
  default: "the engine's",
  refusal: /security-opt|seccomp|apparmor|AppArmor/,
  read: ({ hostConfig: { SecurityOpt, Privileged, IpcMode, PidMode } }) => {
    const found = [...(SecurityOpt ?? [])];
    const isShared = Privileged === true || IpcMode === "host" || PidMode === "host";
    return isShared && found.length === 1 && found[0] === ADDED_BY_ENGINE ? [] : found;
  },
  canonical: (value) => [...new Set(value.map(securityOption))].sort(),
  same: (wanted = [], found = [], comparing) =>
    sameTexts(wanted, found) || (sameTexts(wanted, [ADDED_BY_ENGINE]) && sameTexts(wanted, raw(comparing))),
});

function raw({ facts: { hostConfig } }: Comparing): readonly string[] {
  return hostConfig.SecurityOpt ?? [];
}

function sameTexts(wanted: readonly string[], found: readonly string[]): boolean {
  const spelt = (options: readonly string[]) => [...new Set(options.map(securityOption))].sort().join("\n");
  return spelt(wanted) === spelt(found);
}

/** One spelling of a security option. */
function securityOption(option: string): string {
  const [key = "", ...rest] = option.split(/([=:])/);
  const value = rest.slice(1).join("");
  if (key === "no-new-privileges") return `${key}=${value === "" ? "true" : value}`;
  if (key === "seccomp" && value.startsWith("{")) return `${key}=${compact(value)}`;
  return rest.length === 0 ? key : `${key}=${value}`;
}

function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

/** Paths that every engine hides; newer ones hide more. */
const MASKED = [
  "/proc/acpi",
  "/proc/kcore",
  "/proc/keys",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
];
const READONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

export const maskedPaths: OptionOf<"maskedPaths"> = paths("MaskedPaths", MASKED);
export const readonlyPaths: OptionOf<"readonlyPaths"> = paths("ReadonlyPaths", READONLY);

function paths(key: "MaskedPaths" | "ReadonlyPaths", known: readonly string[]): OptionOf<"maskedPaths"> {
  return set(key, {
    default: "the engine's; none with `privileged`",
    // The engine's own list differs from version to version.
    unset: ({ facts: { hostConfig } }) =>
      isEnginesOwn(hostConfig, key, known) ? [...(hostConfig[key] ?? [])] : [...known],
  });
}

function isEnginesOwn(
  hostConfig: HostConfigJson,
  key: "MaskedPaths" | "ReadonlyPaths",
  known: readonly string[],
): boolean {
  const found = hostConfig[key] ?? [];
  return hostConfig.Privileged === true ? found.length === 0 : known.every((path) => found.includes(path));
}

export const sysctls: OptionOf<"sysctls"> = map("Sysctls", { refusal: /sysctl|\/proc\/sys\//i });

export const groupAdds: OptionOf<"groupAdds"> = set("GroupAdd", { refusal: /unable to find group/i });

export const runtime: OptionOf<"runtime"> = {
  fields: ["HostConfig.Runtime"],
  default: "the engine's",
  inPlace: "no",
  refusal: /runtime (specified|name)/i,
  write: (value, { request }) => (request.HostConfig.Runtime = value),
  read: ({ hostConfig }) => hostConfig.Runtime || undefined,
  // Engines before 23.0 fill theirs in at the first start only.
  unset: ({ defaults, facts }) => (facts.hostConfig.Runtime ? defaults.engine?.runtime : undefined),
  same: (wanted, found, { defaults }) =>
    wanted === found || (wanted === undefined && defaults.engine === undefined),
};
