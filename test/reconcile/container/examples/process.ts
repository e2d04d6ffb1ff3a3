import type { Examples } from "./example";

export const processExamples: Examples<
  | "platform"
  | "command"
  | "entrypoint"
  | "env"
  | "user"
  | "groupAdds"
  | "workingDir"
  | "init"
  | "tty"
  | "stdinOpen"
  | "stopSignal"
  | "stopTimeoutSeconds"
  | "restart"
  | "maxRetryCount"
  | "healthcheck"
  | "labels"
  | "annotations"
  | "logDriver"
  | "logOptions"
> = {
  platform: {
    values: ["linux/amd64", "linux/arm64"],
    told: { platform: "linux/amd64" },
    spelling: "linux",
    change: "replace",
    unset: "same",
    mayBeRefused: /does not (match|provide) the (specified|expected|desired) platform/,
  },
  command: {
    values: [
      ["sh", "-c", "exec /serve"],
      ["/serve", "a"],
    ],
    told: { Cmd: ["sh", "-c", "exec /serve"] },
    change: "replace",
  },
  entrypoint: {
    values: [["/bin/busybox"], ["/bin/busybox", "env"]],
    told: { Entrypoint: ["/bin/busybox"] },
    beside: { command: ["sh", "-c", "exec /serve"] },
    change: "replace",
  },
  env: {
    values: [{ A: "1", B: "", "S P": "$(id) \"'\n" }, { A: "2" }],
    told: { Env: ["A=1", "B=", "S P=$(id) \"'\n"] },
    spelling: { "S P": "$(id) \"'\n", B: "", A: "1" },
    change: "replace",
  },
  user: { values: ["0", "0:0"], told: { User: "0" }, change: "replace" },
  groupAdds: {
    values: [["5", "6"], ["7"]],
    told: { HostConfig: { GroupAdd: ["5", "6"] } },
    spelling: ["6", "5", "6"],
    change: "replace",
  },
  workingDir: {
    values: ["/www", "/tmp"],
    told: { WorkingDir: "/www" },
    spelling: "/www/",
    change: "replace",
  },
  init: { values: [true, false], told: { HostConfig: { Init: true } }, change: "replace" },
  tty: { values: [true, false], told: { Tty: true }, change: "replace" },
  stdinOpen: { values: [true, false], told: { OpenStdin: true }, change: "replace" },
  stopSignal: {
    values: ["SIGTERM", "SIGHUP"],
    told: { StopSignal: "SIGTERM" },
    spelling: "term",
    change: "replace",
  },
  stopTimeoutSeconds: { values: [1, 2], told: { StopTimeout: 1 }, change: "replace" },
  restart: {
    values: ["always", "unless-stopped"],
    told: { HostConfig: { RestartPolicy: { Name: "always" } } },
    change: "update",
    unset: "update",
  },
  maxRetryCount: {
    values: [3, 5],
    told: { HostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 } } },
    beside: { restart: "on-failure" },
    change: "update",
    unset: "update",
  },
  healthcheck: {
    values: [
      { test: ["CMD", "/ok"], intervalSeconds: 0.1, timeoutSeconds: 3, retries: 9, startPeriodSeconds: 1 },
      { test: ["NONE"] },
    ],
    told: {
      Healthcheck: {
        Test: ["CMD", "/ok"],
        Interval: 100_000_000,
        Timeout: 3_000_000_000,
        Retries: 9,
        StartPeriod: 1_000_000_000,
      },
    },
    newer: {
      startIntervalSeconds: {
        test: ["CMD", "/ok"],
        intervalSeconds: 0.1,
        startPeriodSeconds: 1,
        startIntervalSeconds: 0.2,
      },
    },
    change: "replace",
  },
  labels: {
    values: [
      { a: "1", b: "" },
      { a: "2", c: "3" },
    ],
    told: { Labels: { a: "1", b: "" } },
    spelling: { b: "", a: "1" },
    change: "replace",
  },
  annotations: {
    values: [{ "a.b/c": "1" }, { "a.b/c": "2" }],
    told: { HostConfig: { Annotations: { "a.b/c": "1" } } },
    newer: { "": { "a.b/c": "1" } },
    change: "replace",
  },
  logDriver: {
    values: ["local", "none"],
    told: { HostConfig: { LogConfig: { Type: "local" } } },
    change: "replace",
  },
  logOptions: {
    values: [{ "max-size": "1m" }, { "max-size": "2m", "max-file": "2" }],
    told: { HostConfig: { LogConfig: { Type: "", Config: { "max-size": "1m" } } } },
    change: "replace",
  },
};
