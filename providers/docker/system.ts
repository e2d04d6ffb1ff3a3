import { parseJsonLines } from "./json-lines";
import type { Transport } from "./transport";

/** What `GET /info` says, as far as Moorage reads it. */
export interface EngineInfoJson {
  readonly ID: string;
  readonly Driver: string;
  readonly DriverStatus?: readonly (readonly [string, string])[] | null;
  readonly LoggingDriver: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  /** Whether kernel and control groups have it; absent where the engine does not tell. */
  readonly MemoryLimit?: boolean;
  readonly SwapLimit?: boolean;
  readonly CpuCfsPeriod?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly CPUShares?: boolean;
  readonly CPUSet?: boolean;
  readonly PidsLimit?: boolean;
  readonly OomKillDisable?: boolean;
  /** Runtimes by name. */
  readonly Runtimes?: Readonly<Record<string, object>> | null;
  readonly DefaultRuntime?: string;
  /** Its clock, in RFC 3339. */
  readonly SystemTime?: string;
  readonly DockerRootDir: string;
  readonly OperatingSystem: string;
  readonly Architecture: string;
  readonly KernelVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly SecurityOptions?: readonly string[] | null;
  readonly Warnings?: readonly string[] | null;
  /** Its part in a swarm: `inactive`, `active`, `pending`, `error` or `locked`. */
  readonly Swarm?: { readonly LocalNodeState?: string };
}

/** What `GET /version` says. */
export interface EngineVersionJson {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly MinAPIVersion?: string;
  readonly Os: string;
  readonly Arch: string;
}

/** What `GET /system/df` says of volumes. */
export interface DiskUsageJson {
  readonly Volumes?: readonly VolumeUsageJson[] | null;
}

/** A volume and how much lies in it; sizes are -1 where the driver cannot tell. */
export interface VolumeUsageJson {
  readonly Name: string;
  readonly UsageData?: { readonly Size: number; readonly RefCount: number } | null;
}

/** One line of `GET /events`. */
export interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
  readonly timeNano?: number;
}

/** Filters of the engine: each key with the values that it may have. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** Which events the engine tells. */
export interface EventOptions {
  readonly filters: Filters;
  /** Also those that have been, since; in seconds since 1970 of its clock. @default only those to come */
  readonly since?: number;
  /** It ends at that time, if that has been at once. @default never */
  readonly until?: number;
  readonly signal?: AbortSignal;
}

/** The engine itself. */
export interface System {
  /** Resolves when the engine answers. */
  ping(signal?: AbortSignal): Promise<void>;
  version(signal?: AbortSignal): Promise<EngineVersionJson>;
  info(signal?: AbortSignal): Promise<EngineInfoJson>;
  /** How much lies in the volumes. Slow: the engine walks through them. */
  diskUsage(signal?: AbortSignal): Promise<DiskUsageJson>;
  /** Events as they happen, or those of a time; resolves once the engine is telling them. */
  events(options: EventOptions): Promise<AsyncGenerator<EngineEvent>>;
}

export function createSystem(transport: Transport): System {
  return {
    ping: (signal) => transport.done({ method: "GET", path: "/_ping", action: "reach the engine", signal }),
    version: (signal) =>
      transport.json({ method: "GET", path: "/version", action: "read the engine's version", signal }),
    info: (signal) =>
      transport.json({ method: "GET", path: "/info", action: "read the engine's facts", signal }),
    diskUsage: (signal) =>
      transport.json({
        method: "GET",
        path: "/system/df",
        // Engines before API 1.42 do not know the parameter and count everything.
        query: { type: "volume" },
        action: "measure the volumes",
        isUnlimited: true,
        signal,
      }),
    async events({ filters, since, until, signal }) {
      const stream = await transport.stream({
        method: "GET",
        path: "/events",
        query: { filters, since, until },
        action: "follow the engine's events",
        signal,
      });
      return parseJsonLines<EngineEvent>(stream);
    },
  };
}
