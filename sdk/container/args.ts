import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";
import type { Image } from "../image";
import type { HostLink } from "../link";
import type { DeviceArgs, DeviceRequestArgs } from "./devices";
import type { FileArgs } from "./files";
import type { HealthcheckArgs } from "./healthcheck";
import type { DeviceRateArgs, DeviceWeightArgs, UlimitArgs } from "./limits";
import type { BindMountArgs, TmpfsMountArgs, VolumeMountArgs } from "./mounts";
import type { NetworkAttachmentArgs } from "./network-attachment";
import type { PortArgs } from "./ports";
import type { ProbeArgs } from "./probe";

/** An entry of the container's /etc/hosts. */
export interface ExtraHostArgs {
  /** Host name. @pattern ^[^\s:]+$ */
  host: pulumi.Input<string>;
  /** IP address, or `host-gateway` for the host's own. */
  ip: pulumi.Input<string>;
}

/** Linux capabilities beyond, or short of, what the engine gives. */
export interface CapabilitiesArgs {
  /** Those to have, e.g. `NET_ADMIN`; `ALL` for all. */
  adds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Those not to have; `ALL` for all but those that are added. */
  drops?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Arguments of {@link Container}. */
export interface ContainerArgs {
  /** The host that runs the container. A change of host makes a new resource. */
  host: Host | pulumi.Input<HostLink>;
  /** The image, or a reference to one that is on the host. */
  image: Image | pulumi.Input<string>;
  /** Platform that the image must be for, e.g. `linux/arm64`. @default the image's @pattern ^[a-z0-9]+(/[a-z0-9_]+){0,2}$ */
  platform?: pulumi.Input<string>;
  /** Name of the container on the host. A change makes a new container. @default `<project>-<stack>-<name>`, which stays when the stack is renamed @replace */
  name?: pulumi.Input<string>;
  /** Command with its arguments. @default the image's */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** Entry point. @default the image's */
  entrypoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** Environment variables. Secret values stay encrypted in the state; the engine shows them to those who may inspect the container. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Ports published on the host. */
  ports?: pulumi.Input<pulumi.Input<PortArgs>[]>;
  /** Ports that the container opens without publishing them: `80`, `53/udp`. @default the image's */
  exposedPorts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether all exposed ports are published, each on a port that the engine chooses, on all addresses of the host. @default false */
  publishAllPorts?: pulumi.Input<boolean>;
  /** Volumes. */
  volumes?: VolumeMountArgs[];
  /** Files and folders of the host. */
  binds?: pulumi.Input<pulumi.Input<BindMountArgs>[]>;
  /** Files that Moorage writes for the container. They go with it. */
  files?: pulumi.Input<pulumi.Input<FileArgs>[]>;
  /** Folders in memory. */
  tmpfs?: pulumi.Input<pulumi.Input<TmpfsMountArgs>[]>;
  /** Containers whose volumes and binds this one gets too: `NAME` or `NAME:ro`. */
  volumesFrom?: pulumi.Input<pulumi.Input<string>[]>;
  /** Options of the storage driver for the container's own layer, e.g. `{ size: "10G" }` where the driver knows it. */
  storageOpts?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Networks to join. @default the engine's `bridge` */
  networks?: NetworkAttachmentArgs[];
  /** DNS servers by address. @default the engine's */
  dns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Options of the resolver, e.g. `ndots:2`. @default the engine's */
  dnsOpts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Domains that the resolver tries; `.` for none. @default the engine's */
  dnsSearches?: pulumi.Input<pulumi.Input<string>[]>;
  /** Entries of /etc/hosts. */
  extraHosts?: pulumi.Input<pulumi.Input<ExtraHostArgs>[]>;
  /** When the engine starts the container again by itself. @default no */
  restart?: pulumi.Input<"no" | "always" | "unless-stopped" | "on-failure">;
  /** How often, with `restart: "on-failure"`. @default without limit @integer @minimum 0 */
  maxRetryCount?: pulumi.Input<number>;
  /** Health check. @default the image's */
  healthcheck?: pulumi.Input<HealthcheckArgs>;
  /** Labels. Those that begin with `io.moorage.` are Moorage's own. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Annotations for the container's runtime. Needs API 1.43. */
  annotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** User in the container, `name`, `uid` or `uid:gid`. @default the image's */
  user?: pulumi.Input<string>;
  /** More groups of that user, by name or id. */
  groupAdds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Working directory. @default the image's */
  workingDir?: pulumi.Input<string>;
  /** Host name in the container. @default the first characters of its id */
  hostname?: pulumi.Input<string>;
  /** Domain name in the container. @default none */
  domainname?: pulumi.Input<string>;
  /** Whether the container gets a terminal. @default false */
  tty?: pulumi.Input<boolean>;
  /** Whether standard input stays open. @default false */
  stdinOpen?: pulumi.Input<boolean>;
  /** Limit of memory, in MiB. @default none @minimum 6 */
  memoryMiB?: pulumi.Input<number>;
  /** Memory that is kept available under pressure, in MiB. @default none @minimum 6 */
  memoryReservationMiB?: pulumi.Input<number>;
  /** Limit of memory and swap together, in MiB; -1 = swap without limit. @default twice `memoryMiB` @minimum -1 */
  memorySwapMiB?: pulumi.Input<number>;
  /** How readily the kernel swaps, in percent. Only under cgroup v1. @default the host's @integer @minimum 0 @maximum 100 */
  memorySwappiness?: pulumi.Input<number>;
  /** Whether the kernel kills no process when memory is short, but lets it wait. Only under cgroup v1. @default false */
  oomKillDisable?: pulumi.Input<boolean>;
  /** How readily the kernel kills the container when the host's memory is short. @default 0 @integer @minimum -1000 @maximum 1000 */
  oomScoreAdj?: pulumi.Input<number>;
  /** Size of /dev/shm, in MiB. @default 64 @minimum 0.001 */
  shmSizeMiB?: pulumi.Input<number>;
  /** Limit of processor time, in processors, e.g. `0.5`. @default none @minimum 0.01 */
  cpus?: pulumi.Input<number>;
  /** Weight against other containers when processor time is short. @default 1024 @integer @minimum 2 @maximum 262144 */
  cpuShares?: pulumi.Input<number>;
  /** Processors that it may run on: `0-2,4`. @default all @pattern ^\d+(-\d+)?(,\d+(-\d+)?)*$ */
  cpusetCpus?: pulumi.Input<string>;
  /** Memory nodes that it may use: `0,1`. @default all @pattern ^\d+(-\d+)?(,\d+(-\d+)?)*$ */
  cpusetMems?: pulumi.Input<string>;
  /** Length of a scheduler period, in microseconds. Not with `cpus`. @default 100000 @integer @minimum 1000 @maximum 1000000 */
  cpuPeriodMicroseconds?: pulumi.Input<number>;
  /** Processor time in each period, in microseconds. Not with `cpus`. @default no limit @integer @minimum 1000 */
  cpuQuotaMicroseconds?: pulumi.Input<number>;
  /** Length of a period for realtime tasks, in microseconds. Only under cgroup v1. @default the host's @integer @minimum 1 */
  cpuRealtimePeriodMicroseconds?: pulumi.Input<number>;
  /** Time for realtime tasks in each period, in microseconds. Only under cgroup v1. @default none @integer @minimum 1 */
  cpuRealtimeRuntimeMicroseconds?: pulumi.Input<number>;
  /** How many processes and threads it may have. @default without limit @integer @minimum 1 */
  pidsLimit?: pulumi.Input<number>;
  /** Limits on each process. @default the engine's */
  ulimits?: pulumi.Input<pulumi.Input<UlimitArgs>[]>;
  /** Weight against other containers at block devices. @default the kernel's @integer @minimum 10 @maximum 1000 */
  blkioWeight?: pulumi.Input<number>;
  /** The same for single devices. */
  blkioWeightDevices?: pulumi.Input<pulumi.Input<DeviceWeightArgs>[]>;
  /** Limits of reading, in bytes per second. */
  deviceReadBps?: pulumi.Input<pulumi.Input<DeviceRateArgs>[]>;
  /** Limits of writing, in bytes per second. */
  deviceWriteBps?: pulumi.Input<pulumi.Input<DeviceRateArgs>[]>;
  /** Limits of reading, in operations per second. */
  deviceReadIops?: pulumi.Input<pulumi.Input<DeviceRateArgs>[]>;
  /** Limits of writing, in operations per second. */
  deviceWriteIops?: pulumi.Input<pulumi.Input<DeviceRateArgs>[]>;
  /** Devices of the host. */
  devices?: pulumi.Input<pulumi.Input<DeviceArgs>[]>;
  /** Devices that a driver hands in, such as GPUs. */
  deviceRequests?: pulumi.Input<pulumi.Input<DeviceRequestArgs>[]>;
  /** Devices that the container may open if it makes their nodes: `c 42:* rwm`. Only under cgroup v1 does a running one keep to them. */
  deviceCgroupRules?: pulumi.Input<pulumi.Input<string>[]>;
  /** Control group below which the container's is made. @default the engine's */
  cgroupParent?: pulumi.Input<string>;
  /** Whose control groups it sees: its own, or the host's. @default host under cgroup v1, private under v2 */
  cgroupnsMode?: pulumi.Input<"host" | "private">;
  /** Whose shared memory and semaphores it uses: `private`, `shareable`, `none`, `host`, or `container:NAME`. @default private @pattern ^(private|shareable|none|host|container:.+)$ */
  ipcMode?: pulumi.Input<string>;
  /** Whose processes it sees: `host`, or `container:NAME`. @default its own @pattern ^(host|container:.+)$ */
  pidMode?: pulumi.Input<string>;
  /** `host`: the host's name is the container's. @default its own @pattern ^host$ */
  utsMode?: pulumi.Input<string>;
  /** `host`: user ids are the host's, where the engine maps them otherwise. @default the engine's mapping, if it has one @pattern ^host$ */
  usernsMode?: pulumi.Input<string>;
  /** Whether the container may do nearly all that the host's root may. @default false */
  privileged?: pulumi.Input<boolean>;
  /** Linux capabilities. @default the engine's */
  capabilities?: pulumi.Input<CapabilitiesArgs>;
  /** Security options: `no-new-privileges`, `apparmor=PROFILE`, `seccomp=unconfined` or the profile's JSON, `label=…`. @default the engine's */
  securityOpts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the container's own layer is read-only. @default false */
  readOnly?: pulumi.Input<boolean>;
  /** Paths below /proc and /sys that are hidden; an empty list for none. @default the engine's */
  maskedPaths?: pulumi.Input<pulumi.Input<string>[]>;
  /** Paths below /proc and /sys that are read-only; an empty list for none. @default the engine's */
  readonlyPaths?: pulumi.Input<pulumi.Input<string>[]>;
  /** Kernel parameters of the container's namespaces, e.g. `net.core.somaxconn`. */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Runtime that runs it, by the name that the engine has for it. @default the engine's */
  runtime?: pulumi.Input<string>;
  /** Log driver. @default the engine's */
  logDriver?: pulumi.Input<string>;
  /** Options of the log driver. */
  logOptions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Signal that asks the container to end. @default the image's, else SIGTERM */
  stopSignal?: pulumi.Input<string>;
  /** How long the container may take to end before it is killed, in seconds. @default 10 @integer @minimum 0 */
  stopTimeoutSeconds?: pulumi.Input<number>;
  /** Whether a small init process reaps zombies in the container. @default the engine's */
  init?: pulumi.Input<boolean>;
  /** How long a new container may take to become healthy and to answer its `probe` before the old one serves again, in seconds. @default 120 @minimum 1 */
  healthTimeoutSeconds?: pulumi.Input<number>;
  /** How long a container without health check must run before it counts as working, in seconds. @default 1 @minimum 0 */
  minReadySeconds?: pulumi.Input<number>;
  /** What a new container must answer, beside its health check, before it takes over. @default none */
  probe?: pulumi.Input<ProbeArgs>;
  /**
   * How long a changed container is watched after it has taken over, in seconds. The old one is kept that long, with
   * `start-first` also running, and serves again if the new one ends, is unhealthy at the end, or the update is
   * interrupted. What depends on the container waits. @default 0 @minimum 0
   */
  monitorSeconds?: pulumi.Input<number>;
  /**
   * Whether a new container that does not work is kept for inspection, stopped and with `.new` after its name, until
   * the next success; else it is removed. One that no other serves in place of stays in either case. What the engine
   * refuses to start never ran and is removed, the first one too. @default true
   */
  keepFailed?: pulumi.Input<boolean>;
  /**
   * How a changed container is swapped: `start-first` starts the new one beside the old one, `stop-first` stops
   * the old one before. @default start-first unless a fixed host port, a static address or a writable volume clashes
   */
  updateStrategy?: pulumi.Input<"start-first" | "stop-first">;
}
