import type { Examples } from "./example";

/** Stands for a disk of the machine. */
export const DISK = "/dev/mrg-opt-disk";
const MIB = 1024 * 1024;
const rates = [[{ path: DISK, rate: 1000 }], [{ path: DISK, rate: 2000 }]] as const;
const toldRates = [{ Path: DISK, Rate: 1000 }];
const noBlockDevice = /no such (file|device)/;

export const limitExamples: Examples<
  | "memoryMiB"
  | "memoryReservationMiB"
  | "memorySwapMiB"
  | "memorySwappiness"
  | "oomKillDisable"
  | "oomScoreAdj"
  | "shmSizeMiB"
  | "cpus"
  | "cpuShares"
  | "cpusetCpus"
  | "cpusetMems"
  | "cpuPeriodMicroseconds"
  | "cpuQuotaMicroseconds"
  | "cpuRealtimePeriodMicroseconds"
  | "cpuRealtimeRuntimeMicroseconds"
  | "pidsLimit"
  | "ulimits"
  | "blkioWeight"
  | "blkioWeightDevices"
  | "deviceReadBps"
  | "deviceWriteBps"
  | "deviceReadIops"
  | "deviceWriteIops"
> = {
  memoryMiB: {
    values: [64, 128],
    told: { HostConfig: { Memory: 64 * MIB, MemorySwap: 128 * MIB } },
    change: "update",
  },
  memoryReservationMiB: {
    values: [32, 16],
    told: { HostConfig: { MemoryReservation: 32 * MIB } },
    beside: { memoryMiB: 64 },
    change: "update",
  },
  memorySwapMiB: {
    values: [96, -1],
    told: { HostConfig: { MemorySwap: 96 * MIB } },
    beside: { memoryMiB: 64 },
    change: "update",
    unset: "update",
  },
  memorySwappiness: { values: [10, 0], told: { HostConfig: { MemorySwappiness: 10 } }, change: "replace" },
  oomKillDisable: {
    values: [true, false],
    told: { HostConfig: { OomKillDisable: true } },
    beside: { memoryMiB: 64 },
    change: "replace",
  },
  oomScoreAdj: {
    values: [100, -100],
    told: { HostConfig: { OomScoreAdj: 100 } },
    change: "replace",
    mayBeRefused: /final child's pid|oom_score_adj|permission denied/i,
  },
  shmSizeMiB: { values: [32, 16], told: { HostConfig: { ShmSize: 32 * MIB } }, change: "replace" },
  cpus: { values: [0.1, 0.7], told: { HostConfig: { NanoCpus: 100_000_000 } }, change: "update" },
  cpuShares: { values: [512, 2048], told: { HostConfig: { CpuShares: 512 } }, change: "update" },
  cpusetCpus: { values: ["0", "0-1"], told: { HostConfig: { CpusetCpus: "0" } }, change: "update" },
  cpusetMems: { values: ["0", "0-0"], told: { HostConfig: { CpusetMems: "0" } }, change: "update" },
  cpuPeriodMicroseconds: {
    values: [50_000, 80_000],
    told: { HostConfig: { CpuPeriod: 50_000 } },
    change: "update",
  },
  cpuQuotaMicroseconds: {
    values: [25_000, 30_000],
    told: { HostConfig: { CpuQuota: 25_000 } },
    change: "update",
  },
  cpuRealtimePeriodMicroseconds: {
    values: [900_000, 800_000],
    told: { HostConfig: { CpuRealtimePeriod: 900_000 } },
    change: "update",
    mayBeRefused: /real-?time|rt_period/i,
  },
  cpuRealtimeRuntimeMicroseconds: {
    values: [5000, 6000],
    told: { HostConfig: { CpuRealtimeRuntime: 5000 } },
    change: "update",
    mayBeRefused: /real-?time|rt_runtime/i,
  },
  pidsLimit: { values: [100, 200], told: { HostConfig: { PidsLimit: 100 } }, change: "update" },
  ulimits: {
    values: [
      [
        { name: "nofile", soft: 100, hard: 200 },
        { name: "core", soft: 0, hard: 0 },
      ],
      [{ name: "nofile", soft: 100, hard: 300 }],
    ],
    told: {
      HostConfig: {
        Ulimits: [
          { Name: "nofile", Soft: 100, Hard: 200 },
          { Name: "core", Soft: 0, Hard: 0 },
        ],
      },
    },
    spelling: [
      { name: "core", hard: 0, soft: 0 },
      { name: "nofile", soft: 100, hard: 200 },
    ],
    change: "replace",
  },
  blkioWeight: {
    values: [300, 400],
    told: { HostConfig: { BlkioWeight: 300 } },
    change: "update",
    mayBeRefused: /Block I\/O weight or the cgroup is not mounted/,
  },
  blkioWeightDevices: {
    values: [[{ path: DISK, weight: 300 }], [{ path: DISK, weight: 400 }]],
    told: { HostConfig: { BlkioWeightDevice: [{ Path: DISK, Weight: 300 }] } },
    change: "replace",
    mayBeRefused: /weight_device or the cgroup is not mounted/,
  },
  deviceReadBps: {
    values: [[...rates[0]], [...rates[1]]],
    told: { HostConfig: { BlkioDeviceReadBps: toldRates } },
    change: "replace",
    mayBeRefused: noBlockDevice,
  },
  deviceWriteBps: {
    values: [[...rates[0]], [...rates[1]]],
    told: { HostConfig: { BlkioDeviceWriteBps: toldRates } },
    change: "replace",
    mayBeRefused: noBlockDevice,
  },
  deviceReadIops: {
    values: [[...rates[0]], [...rates[1]]],
    told: { HostConfig: { BlkioDeviceReadIOps: toldRates } },
    change: "replace",
    mayBeRefused: noBlockDevice,
  },
  deviceWriteIops: {
    values: [[...rates[0]], [...rates[1]]],
    told: { HostConfig: { BlkioDeviceWriteIOps: toldRates } },
    change: "replace",
    mayBeRefused: noBlockDevice,
  },
};
