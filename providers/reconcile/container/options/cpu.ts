import { amount, text } from "./fields";
import type { HostNeed, OptionOf } from "./option";

const NANO = 1_000_000_000;

const bandwidth: HostNeed = {
  what: "a kernel with CPU bandwidth control (CFS quota)",
  isMet: (info) => info.CpuCfsQuota !== false && info.CpuCfsPeriod !== false,
};
const cpusets: HostNeed = {
  what: "a kernel with the cpuset control group",
  isMet: (info) => info.CPUSet !== false,
};
const realtime: HostNeed = {
  what: "cgroup v1 and a kernel with realtime group scheduling",
  isMet: (info) => info.CgroupVersion !== "2",
};

export const cpus: OptionOf<"cpus"> = amount("NanoCpus", NANO, {
  default: "no limit",
  inPlace: ["NanoCpus"],
  needs: bandwidth,
  refusal: /range of CPUs|NanoCPUs/i,
});

export const cpuShares: OptionOf<"cpuShares"> = amount("CpuShares", 1, {
  default: "1024",
  inPlace: ["CpuShares"],
  needs: { what: "a kernel with CPU shares", isMet: (info) => info.CPUShares !== false },
  refusal: /cpu[ -]?shares/i,
});

export const cpusetCpus: OptionOf<"cpusetCpus"> = text("CpusetCpus", {
  default: "all",
  inPlace: ["CpusetCpus"],
  needs: cpusets,
  refusal: /requested cpus are not available|cpuset[ .]cpus/i,
});

export const cpusetMems: OptionOf<"cpusetMems"> = text("CpusetMems", {
  default: "all",
  inPlace: ["CpusetMems"],
  needs: cpusets,
  refusal: /memory nodes are not available|cpuset[ .]mems/i,
});

export const cpuPeriodMicroseconds: OptionOf<"cpuPeriodMicroseconds"> = amount("CpuPeriod", 1, {
  default: "100000",
  inPlace: ["CpuPeriod"],
  needs: bandwidth,
  refusal: /cpu cfs period|cfs_period/i,
});

export const cpuQuotaMicroseconds: OptionOf<"cpuQuotaMicroseconds"> = amount("CpuQuota", 1, {
  default: "no limit",
  inPlace: ["CpuQuota"],
  needs: bandwidth,
  refusal: /cpu cfs quota|cfs_quota/i,
});

export const cpuRealtimePeriodMicroseconds: OptionOf<"cpuRealtimePeriodMicroseconds"> = amount(
  "CpuRealtimePeriod",
  1,
  {
    default: "the host's",
    inPlace: ["CpuRealtimePeriod"],
    needs: realtime,
    refusal: /real-?time|rt_period/i,
  },
);

export const cpuRealtimeRuntimeMicroseconds: OptionOf<"cpuRealtimeRuntimeMicroseconds"> = amount(
  "CpuRealtimeRuntime",
  1,
  {
    default: "none",
    inPlace: ["CpuRealtimeRuntime"],
    needs: realtime,
    refusal: /real-?time|rt_runtime/i,
  },
);
