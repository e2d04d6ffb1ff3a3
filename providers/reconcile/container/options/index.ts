import * as blockIo from "./block-io";
import * as cpu from "./cpu";
import * as devices from "./devices";
import { exposedPorts, publishAllPorts } from "./exposed-ports";
import { files } from "./files";
import { healthcheck } from "./health";
import { annotations, labels } from "./labels";
import { logDriver, logOptions } from "./logging";
import * as memory from "./memory";
import * as names from "./names";
import * as namespaces from "./namespaces";
import { networks } from "./networks";
import type { OptionName, OptionOf } from "./option";
import { ports } from "./ports";
import * as process from "./process";
import { pidsLimit, ulimits } from "./processes";
import { maxRetryCount, restart } from "./restart";
import * as security from "./security";
import { binds, storageOpts, volumes, volumesFrom } from "./storage";
import { tmpfs } from "./tmpfs";

/** Every option of a container, one row each. The compiler names an option that has no row. Later rows may add to what earlier ones wrote. */
export const options: { readonly [K in OptionName]: OptionOf<K> } = {
  image: process.image,
  platform: process.platform,
  command: process.command,
  entrypoint: process.entrypoint,
  env: process.env,
  user: process.user,
  groupAdds: security.groupAdds,
  workingDir: process.workingDir,
  init: process.init,
  tty: process.tty,
  stdinOpen: process.stdinOpen,
  stopSignal: process.stopSignal,
  stopTimeoutSeconds: process.stopTimeoutSeconds,
  restart,
  maxRetryCount,
  healthcheck,
  labels,
  annotations,
  ports,
  exposedPorts,
  publishAllPorts,
  networks,
  hostname: namespaces.hostname,
  domainname: namespaces.domainname,
  dns: names.dns,
  dnsOpts: names.dnsOpts,
  dnsSearches: names.dnsSearches,
  extraHosts: names.extraHosts,
  volumes,
  binds,
  files,
  tmpfs,
  volumesFrom,
  storageOpts,
  logDriver,
  logOptions,
  memoryMiB: memory.memoryMiB,
  memoryReservationMiB: memory.memoryReservationMiB,
  memorySwapMiB: memory.memorySwapMiB,
  memorySwappiness: memory.memorySwappiness,
  oomKillDisable: memory.oomKillDisable,
  oomScoreAdj: memory.oomScoreAdj,
  shmSizeMiB: memory.shmSizeMiB,
  cpus: cpu.cpus,
  cpuShares: cpu.cpuShares,
  cpusetCpus: cpu.cpusetCpus,
  cpusetMems: cpu.cpusetMems,
  cpuPeriodMicroseconds: cpu.cpuPeriodMicroseconds,
  cpuQuotaMicroseconds: cpu.cpuQuotaMicroseconds,
  cpuRealtimePeriodMicroseconds: cpu.cpuRealtimePeriodMicroseconds,
  cpuRealtimeRuntimeMicroseconds: cpu.cpuRealtimeRuntimeMicroseconds,
  pidsLimit,
  ulimits,
  blkioWeight: blockIo.blkioWeight,
  blkioWeightDevices: blockIo.blkioWeightDevices,
  deviceReadBps: blockIo.deviceReadBps,
  deviceWriteBps: blockIo.deviceWriteBps,
  deviceReadIops: blockIo.deviceReadIops,
  deviceWriteIops: blockIo.deviceWriteIops,
  devices: devices.devices,
  deviceRequests: devices.deviceRequests,
  deviceCgroupRules: devices.deviceCgroupRules,
  cgroupParent: namespaces.cgroupParent,
  cgroupnsMode: namespaces.cgroupnsMode,
  ipcMode: namespaces.ipcMode,
  pidMode: namespaces.pidMode,
  utsMode: namespaces.utsMode,
  usernsMode: namespaces.usernsMode,
  privileged: security.privileged,
  capabilities: security.capabilities,
  securityOpts: security.securityOpts,
  readOnly: security.readOnly,
  maskedPaths: security.maskedPaths,
  readonlyPaths: security.readonlyPaths,
  sysctls: security.sysctls,
  runtime: security.runtime,
};

/** The names of all options. */
export const optionNames = Object.keys(options) as readonly OptionName[];
