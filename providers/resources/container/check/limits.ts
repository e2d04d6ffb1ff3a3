import type { CheckFailure } from "../../lifecycle";
import { failIf, failTwice, isGiven, rowsOf, type Values } from "./rows";

/** The kernel's limits on a process. */
const ULIMITS =
  "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
    " ",
  );

export function checkLimits(values: Values): CheckFailure[] {
  return [...checkMemory(values), ...checkCpu(values), ...checkUlimits(values), ...checkDevices(values)];
}

function checkMemory({ memoryMiB, memoryReservationMiB, memorySwapMiB }: Values): CheckFailure[] {
  const swap = typeof memorySwapMiB === "number" && memorySwapMiB >= 0 ? memorySwapMiB : undefined;
  return [
    ...failIf(
      typeof memoryMiB === "number" &&
        typeof memoryReservationMiB === "number" &&
        memoryReservationMiB > memoryMiB,
      ["memoryReservationMiB"],
      `must not be above memoryMiB (${String(memoryMiB)})`,
    ),
    ...failIf(isGiven(memorySwapMiB) && !isGiven(memoryMiB), ["memorySwapMiB"], "goes only with `memoryMiB`"),
    ...failIf(
      typeof memoryMiB === "number" && swap !== undefined && swap < memoryMiB,
      ["memorySwapMiB"],
      `is memory and swap together, and must not be below memoryMiB (${String(memoryMiB)})`,
    ),
  ];
}

function checkCpu(values: Values): CheckFailure[] {
  const period = values["cpuRealtimePeriodMicroseconds"];
  const runtime = values["cpuRealtimeRuntimeMicroseconds"];
  return [
    ...["cpuPeriodMicroseconds", "cpuQuotaMicroseconds"].flatMap((key) =>
      failIf(
        isGiven(values["cpus"]) && isGiven(values[key]),
        [key],
        "says the same as `cpus`: leave one of them out",
      ),
    ),
    ...failIf(
      typeof period === "number" && typeof runtime === "number" && runtime > period,
      ["cpuRealtimeRuntimeMicroseconds"],
      `must not be above cpuRealtimePeriodMicroseconds (${String(period)})`,
    ),
  ];
}

function checkUlimits(values: Values): CheckFailure[] {
  const rows = rowsOf(values, "ulimits");
  return [
    ...failTwice(
      rows.map(({ row, path }) => ({ name: row["name"], path: [...path, "name"] })),
      ({ name }) => (typeof name === "string" ? name : undefined),
      (name) => `limits ${name} a second time`,
    ),
    ...rows.flatMap(({ row: { name }, path }) =>
      failIf(
        typeof name === "string" && !ULIMITS.includes(name.toLowerCase()),
        [...path, "name"],
        `must be one of ${ULIMITS.join(", ")}`,
      ),
    ),
    ...rows.flatMap(({ row: { soft, hard }, path }) =>
      failIf(
        typeof soft === "number" && typeof hard === "number" && hard >= 0 && (soft > hard || soft < 0),
        [...path, "soft"],
        `must not be above hard (${String(hard)})`,
      ),
    ),
  ];
}

function checkDevices(values: Values): CheckFailure[] {
  const devices = rowsOf(values, "devices").map(({ row, path }) => ({
    target: row["containerPath"] ?? row["hostPath"],
    path,
  }));
  return [
    ...failTwice(
      devices,
      ({ target }) => (typeof target === "string" ? target : undefined),
      (target) => `puts a device at ${target} a second time`,
    ),
    ...rowsOf(values, "deviceRequests").flatMap(({ row: { count, deviceIds }, path }) =>
      failIf(
        typeof count === "number" && count !== 0 && Array.isArray(deviceIds) && deviceIds.length > 0,
        [...path, "count"],
        "says how many, but `deviceIds` says which: leave one of them out",
      ),
    ),
    ...["blkioWeightDevices", "deviceReadBps", "deviceWriteBps", "deviceReadIops", "deviceWriteIops"].flatMap(
      (key) =>
        failTwice(
          rowsOf(values, key).map(({ row, path }) => ({ device: row["path"], path: [...path, "path"] })),
          ({ device }) => (typeof device === "string" ? device : undefined),
          (device) => `limits ${device} a second time`,
        ),
    ),
  ];
}
