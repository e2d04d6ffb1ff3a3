import { amount, flag } from "./fields";
import type { HostNeed, OptionOf } from "./option";

export const MIB = 1024 * 1024;

const memoryLimits: HostNeed = {
  what: "a kernel with the memory control group",
  isMet: (info) => info.MemoryLimit !== false,
};
const SHM_MIB = 64;

export const memoryMiB: OptionOf<"memoryMiB"> = amount("Memory", MIB, {
  default: "no limit",
  needs: memoryLimits,
  refusal: /memory limit/i,
  // The engine refuses a limit above the one of memory and swap together, which it derived from the old one.
  inPlace: ["Memory", "MemorySwap"],
  write: (value, { request }) => {
    request.HostConfig.Memory = bytes(value);
    request.HostConfig.MemorySwap = 2 * bytes(value);
  },
});

export const memorySwapMiB: OptionOf<"memorySwapMiB"> = {
  fields: ["HostConfig.MemorySwap"],
  default: "twice `memoryMiB`",
  inPlace: ["MemorySwap"],
  needs: {
    what: "a kernel that counts swap (swapaccount=1 under cgroup v1)",
    isMet: (info) => info.SwapLimit !== false,
  },
  refusal: /memoryswap|swap limit/i,
  write: (value, { request }) => (request.HostConfig.MemorySwap = value < 0 ? -1 : bytes(value)),
  read: ({ hostConfig: { MemorySwap = 0 } }) =>
    MemorySwap < 0 ? -1 : MemorySwap > 0 ? MemorySwap / MIB : undefined,
  unset: ({ spec, facts: { hostConfig } }) => {
    const memory = spec.memoryMiB ?? (hostConfig.Memory ?? 0) / MIB;
    return memory > 0 ? 2 * memory : undefined;
  },
  canonical: (value) => (value < 0 ? -1 : bytes(value)),
};

export const memoryReservationMiB: OptionOf<"memoryReservationMiB"> = amount("MemoryReservation", MIB, {
  default: "none",
  inPlace: ["MemoryReservation"],
  needs: memoryLimits,
  refusal: /memory ?reservation|memory soft limit/i,
});

export const memorySwappiness: OptionOf<"memorySwappiness"> = {
  fields: ["HostConfig.MemorySwappiness"],
  default: "the host's",
  inPlace: "no",
  needs: { what: "cgroup v1", isMet: (info) => info.CgroupVersion !== "2" },
  refusal: /swappiness/i,
  write: (value, { request }) => (request.HostConfig.MemorySwappiness = value),
  read: ({ hostConfig: { MemorySwappiness: value } }) =>
    typeof value === "number" && value >= 0 ? value : undefined,
  unset: () => undefined,
};

export const oomKillDisable: OptionOf<"oomKillDisable"> = flag("OomKillDisable", {
  needs: { what: "cgroup v1", isMet: (info) => info.OomKillDisable !== false },
  refusal: /OomKillDisable/i,
});

export const oomScoreAdj: OptionOf<"oomScoreAdj"> = {
  fields: ["HostConfig.OomScoreAdj"],
  default: "0",
  inPlace: "no",
  // runc dies where the kernel refuses a lower score than its own.
  refusal: /oom score|oom_score_adj|final child's PID/i,
  write: (value, { request }) => (request.HostConfig.OomScoreAdj = value),
  read: ({ hostConfig }) => hostConfig.OomScoreAdj ?? 0,
  unset: () => 0,
};

export const shmSizeMiB: OptionOf<"shmSizeMiB"> = amount("ShmSize", MIB, {
  default: `${SHM_MIB}`,
  refusal: /shm size/i,
  unset: () => SHM_MIB,
});

function bytes(mebibytes: number): number {
  return Math.round(mebibytes * MIB);
}
