import { files } from "./files";
import { healthcheck } from "./health";
import { labels } from "./labels";
import { cpus, cpuShares, maxRetryCount, memoryMiB, memoryReservationMiB, restart } from "./limits";
import { logDriver, logOptions } from "./logging";
import { networks } from "./networks";
import type { OptionName, OptionOf } from "./option";
import { ports } from "./ports";
import * as process from "./process";
import { binds, volumes } from "./storage";

/** Every option of a container, one row each. The compiler names an option that has no row. */
export const options: { readonly [K in OptionName]: OptionOf<K> } = {
  image: process.image,
  command: process.command,
  entrypoint: process.entrypoint,
  env: process.env,
  ports,
  volumes,
  binds,
  files,
  networks,
  restart,
  maxRetryCount,
  healthcheck,
  labels,
  user: process.user,
  workingDir: process.workingDir,
  hostname: process.hostname,
  memoryMiB,
  memoryReservationMiB,
  cpus,
  cpuShares,
  logDriver,
  logOptions,
  stopSignal: process.stopSignal,
  stopTimeoutSeconds: process.stopTimeoutSeconds,
  init: process.init,
};

/** The names of all options. */
export const optionNames = Object.keys(options) as readonly OptionName[];
