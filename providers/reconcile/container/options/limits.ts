import type { OptionOf } from "./option";

const MIB = 1024 * 1024;
const NANO = 1_000_000_000;

export const memoryMiB: OptionOf<"memoryMiB"> = {
  field: "HostConfig.Memory",
  default: "no limit",
  // The engine refuses a limit above the one of memory and swap together, which it derived from the old one.
  inPlace: ["Memory", "MemorySwap"],
  write: (value, { request }) => {
    request.HostConfig.Memory = bytes(value);
    request.HostConfig.MemorySwap = 2 * bytes(value);
  },
  read: ({ hostConfig }) => positive(hostConfig.Memory, MIB),
  unset: () => undefined,
  canonical: bytes,
};

export const memoryReservationMiB: OptionOf<"memoryReservationMiB"> = {
  field: "HostConfig.MemoryReservation",
  default: "none",
  inPlace: ["MemoryReservation"],
  write: (value, { request }) => (request.HostConfig.MemoryReservation = bytes(value)),
  read: ({ hostConfig }) => positive(hostConfig.MemoryReservation, MIB),
  unset: () => undefined,
  canonical: bytes,
};

export const cpus: OptionOf<"cpus"> = {
  field: "HostConfig.NanoCpus",
  default: "no limit",
  inPlace: ["NanoCpus"],
  write: (value, { request }) => (request.HostConfig.NanoCpus = nano(value)),
  read: ({ hostConfig }) => positive(hostConfig.NanoCpus, NANO),
  unset: () => undefined,
  canonical: nano,
};

export const cpuShares: OptionOf<"cpuShares"> = {
  field: "HostConfig.CpuShares",
  default: "1024",
  inPlace: ["CpuShares"],
  write: (value, { request }) => (request.HostConfig.CpuShares = value),
  read: ({ hostConfig }) => positive(hostConfig.CpuShares, 1),
  unset: () => undefined,
};

export const restart: OptionOf<"restart"> = {
  field: "HostConfig.RestartPolicy.Name",
  default: "no",
  inPlace: ["RestartPolicy"],
  write: (value, { request: { HostConfig: host } }) =>
    (host.RestartPolicy = { ...host.RestartPolicy, Name: value }),
  // The API has other names in no version so far; one would be shown as it is.
  read: ({ hostConfig }) => (hostConfig.RestartPolicy?.Name || "no") as "no",
  unset: () => "no",
};

export const maxRetryCount: OptionOf<"maxRetryCount"> = {
  field: "HostConfig.RestartPolicy.MaximumRetryCount",
  default: "without limit",
  inPlace: ["RestartPolicy"],
  write: (value, { request: { HostConfig: host } }) =>
    (host.RestartPolicy = { Name: host.RestartPolicy?.Name ?? "no", MaximumRetryCount: value }),
  read: ({ hostConfig }) => hostConfig.RestartPolicy?.MaximumRetryCount ?? 0,
  unset: () => 0,
};

function bytes(mebibytes: number): number {
  return Math.round(mebibytes * MIB);
}

function nano(value: number): number {
  return Math.round(value * NANO);
}

/** The engine says "none" by 0, in places by -1. */
function positive(value: number | undefined, unit: number): number | undefined {
  return value !== undefined && value > 0 ? value / unit : undefined;
}
