/** The engine's JSON of containers, as far as Moorage reads and writes it. Names are the API's. */

export interface PortBindingJson {
  readonly HostIp?: string;
  readonly HostPort?: string;
}

export interface HealthcheckJson {
  readonly Test?: readonly string[] | null;
  /** Nanoseconds, as all durations of it; 0 = inherit. */
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface MountRequestJson {
  readonly Type: "volume" | "bind" | "tmpfs";
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: {
    readonly Propagation?: string;
    readonly CreateMountpoint?: boolean;
    readonly NonRecursive?: boolean;
    readonly ReadOnlyNonRecursive?: boolean;
    readonly ReadOnlyForceRecursive?: boolean;
  };
  readonly VolumeOptions?: { readonly NoCopy?: boolean; readonly Subpath?: string };
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number };
}

export interface RestartPolicyJson {
  readonly Name: string;
  readonly MaximumRetryCount?: number;
}

export interface LogConfigJson {
  readonly Type: string;
  readonly Config?: Readonly<Record<string, string>> | null;
}

export interface UlimitJson {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

export interface WeightDeviceJson {
  readonly Path: string;
  readonly Weight: number;
}

export interface ThrottleDeviceJson {
  readonly Path: string;
  readonly Rate: number;
}

export interface DeviceJson {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  readonly CgroupPermissions: string;
}

export interface DeviceRequestJson {
  readonly Driver?: string;
  readonly Count?: number;
  readonly DeviceIDs?: readonly string[] | null;
  readonly Capabilities?: readonly (readonly string[])[] | null;
  readonly Options?: Readonly<Record<string, string>> | null;
}

/** What the engine can change of a container that is there. */
export interface UpdateJson {
  Memory?: number;
  MemorySwap?: number;
  MemoryReservation?: number;
  NanoCpus?: number;
  CpuShares?: number;
  CpuPeriod?: number;
  CpuQuota?: number;
  CpuRealtimePeriod?: number;
  CpuRealtimeRuntime?: number;
  CpusetCpus?: string;
  CpusetMems?: string;
  BlkioWeight?: number;
  PidsLimit?: number | null;
  RestartPolicy?: RestartPolicyJson;
}

export interface HostConfigJson extends UpdateJson {
  PortBindings?: Readonly<Record<string, readonly PortBindingJson[] | null>> | null;
  PublishAllPorts?: boolean;
  Mounts?: readonly MountRequestJson[] | null;
  Binds?: readonly string[] | null;
  /** Only in an answer here: no option stands for it. */
  Links?: readonly string[] | null;
  /** Likewise. */
  AutoRemove?: boolean;
  /** Mount options by path. */
  Tmpfs?: Readonly<Record<string, string>> | null;
  VolumesFrom?: readonly string[] | null;
  StorageOpt?: Readonly<Record<string, string>> | null;
  NetworkMode?: string;
  Dns?: readonly string[] | null;
  DnsOptions?: readonly string[] | null;
  DnsSearch?: readonly string[] | null;
  /** `HOST:IP` each. */
  ExtraHosts?: readonly string[] | null;
  LogConfig?: LogConfigJson;
  Init?: boolean | null;
  Annotations?: Readonly<Record<string, string>> | null;
  MemorySwappiness?: number | null;
  OomKillDisable?: boolean | null;
  OomScoreAdj?: number;
  ShmSize?: number;
  Ulimits?: readonly UlimitJson[] | null;
  BlkioWeightDevice?: readonly WeightDeviceJson[] | null;
  BlkioDeviceReadBps?: readonly ThrottleDeviceJson[] | null;
  BlkioDeviceWriteBps?: readonly ThrottleDeviceJson[] | null;
  BlkioDeviceReadIOps?: readonly ThrottleDeviceJson[] | null;
  BlkioDeviceWriteIOps?: readonly ThrottleDeviceJson[] | null;
  Devices?: readonly DeviceJson[] | null;
  DeviceRequests?: readonly DeviceRequestJson[] | null;
  DeviceCgroupRules?: readonly string[] | null;
  CgroupParent?: string;
  CgroupnsMode?: string;
  IpcMode?: string;
  PidMode?: string;
  UTSMode?: string;
  UsernsMode?: string;
  Privileged?: boolean;
  CapAdd?: readonly string[] | null;
  CapDrop?: readonly string[] | null;
  GroupAdd?: readonly string[] | null;
  SecurityOpt?: readonly string[] | null;
  ReadonlyRootfs?: boolean;
  /** Null where the container is privileged. */
  MaskedPaths?: readonly string[] | null;
  ReadonlyPaths?: readonly string[] | null;
  Sysctls?: Readonly<Record<string, string>> | null;
  Runtime?: string;
}

/** What an image and a container have in common. */
export interface ConfigJson {
  Image?: string;
  Cmd?: readonly string[] | null;
  Entrypoint?: readonly string[] | null;
  Env?: readonly string[] | null;
  Labels?: Readonly<Record<string, string>> | null;
  User?: string;
  WorkingDir?: string;
  Hostname?: string;
  Domainname?: string;
  Tty?: boolean;
  OpenStdin?: boolean;
  MacAddress?: string;
  Healthcheck?: HealthcheckJson | null;
  ExposedPorts?: Readonly<Record<string, object>> | null;
  StopSignal?: string;
  StopTimeout?: number | null;
  Volumes?: Readonly<Record<string, object>> | null;
}

/** How a container is attached to a network. */
export interface EndpointJson {
  readonly Aliases?: readonly string[] | null;
  readonly IPAMConfig?: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[] | null;
  } | null;
  /** In an answer, of a container that runs: the one that it has, given or chosen. */
  readonly MacAddress?: string;
  readonly DriverOpts?: Readonly<Record<string, string>> | null;
  readonly GwPriority?: number;
}

/** An attachment as the engine reports it. */
export interface ObservedEndpointJson extends EndpointJson {
  readonly NetworkID: string;
  readonly EndpointID: string;
  readonly IPAddress: string;
  readonly GlobalIPv6Address: string;
}

/** Body of `POST /containers/create`. */
export interface ContainerCreateJson extends ConfigJson {
  HostConfig: HostConfigJson;
  NetworkingConfig: { EndpointsConfig: Readonly<Record<string, EndpointJson>> };
}

export interface HealthJson {
  readonly Status: "none" | "starting" | "healthy" | "unhealthy";
  readonly Log?: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
}

export interface StateJson {
  readonly Status: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly ExitCode: number;
  readonly Error: string;
  /** When it last began, in RFC 3339; in the year 1 where it never did. */
  readonly StartedAt?: string;
  /** When it last ended, likewise. */
  readonly FinishedAt?: string;
  readonly Health?: HealthJson | null;
}

export interface MountPointJson {
  readonly Type: string;
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
  readonly Propagation?: string;
}

/** Answer of `GET /containers/ID/json`. */
export interface ContainerInspectJson {
  readonly Id: string;
  /** With a slash in front. */
  readonly Name: string;
  /** Id of the image. */
  readonly Image: string;
  readonly RestartCount: number;
  readonly State: StateJson;
  readonly Config: ConfigJson;
  readonly HostConfig: HostConfigJson;
  readonly Mounts: readonly MountPointJson[];
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly PortBindingJson[] | null>> | null;
    readonly Networks: Readonly<Record<string, ObservedEndpointJson>> | null;
  };
}

/** One entry of `GET /containers/json`. */
export interface ContainerSummaryJson {
  readonly Id: string;
  /** Each with a slash in front. */
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly State: StateJson["Status"];
  /** In words, with the health in brackets: `Up 3 minutes (healthy)`. */
  readonly Status: string;
  /** Seconds since 1970. */
  readonly Created: number;
  /** Bytes that it wrote beside its image; only where they were asked for. */
  readonly SizeRw?: number;
  /** Bytes of it and of its image. */
  readonly SizeRootFs?: number;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Ports: readonly {
    readonly IP?: string;
    readonly PrivatePort: number;
    readonly PublicPort?: number;
    readonly Type: string;
  }[];
  readonly NetworkSettings?: { readonly Networks: Readonly<Record<string, ObservedEndpointJson>> | null };
  readonly Mounts: readonly MountPointJson[];
}
