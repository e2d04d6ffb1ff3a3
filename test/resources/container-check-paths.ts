import type { Value } from "../../providers/resources/bag";

const TOO_LONG = `/${"é".repeat(2048)}`;

/** What a container is given that is longer than Linux takes it, and the one failure that must come of it. */
export const tooLong: readonly (readonly [string, Record<string, Value>, RegExp])[] = [
  ["a program longer than a path can be", { entrypoint: [TOO_LONG, "a"] }, /^entrypoint\[0\] .*4095/],
  [
    "a command that is a program longer than a path can be",
    { entrypoint: [], command: [TOO_LONG] },
    /^command\[0\] .*4095/,
  ],
  [
    "a health check's program longer than a path can be",
    { healthcheck: { test: ["CMD", TOO_LONG] } },
    /^healthcheck\.test\[1\] .*4095/,
  ],
  ["a control group longer than a path can be", { cgroupParent: TOO_LONG }, /^cgroupParent .*4095/],
  [
    "a kernel parameter longer than a path can be",
    { sysctls: { [`net.${TOO_LONG.slice(1)}`]: "1" } },
    /^sysctls\[.*4095/,
  ],
  [
    "a volume longer than a name can be",
    { volumes: [{ volume: "a".repeat(256), target: "/data" }] },
    /^volumes\[0\]\.volume .*255/,
  ],
  ["a disk longer than a path can be", { deviceReadBps: [{ path: TOO_LONG, rate: 1 }] }, /path .*4095/],
  ["a folder longer than a path can be", { tmpfs: [{ target: TOO_LONG }] }, /^tmpfs\[0\]\.target .*4095/],
  [
    "a place of a volume longer than a path can be",
    { volumes: [{ volume: "a", target: TOO_LONG }] },
    /^volumes\[0\]\.target .*4095/,
  ],
];
