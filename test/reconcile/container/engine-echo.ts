import type {
  ConfigJson,
  ContainerInspectJson,
  HealthcheckJson,
  HostConfigJson,
  MountRequestJson,
} from "../../../providers/docker/container-json";
import { createRequest, type Desired, draft } from "../../../providers/reconcile/container/desired";
import { type ContainerFacts, observeContainer } from "../../../providers/reconcile/container/observe";
import type { ContainerSpec, Defaults } from "../../../providers/reconcile/container/options/option";

export const owner = {
  urn: "urn:pulumi:dev::shop::moorage:index:Container::app",
  stack: "shop/dev",
  name: "app",
};

/** What a container of these options shall be. */
export function desiredOf(spec: Partial<ContainerSpec>, settings: Partial<Desired> = {}): Desired {
  return {
    owner,
    spec: { image: "web:1", ...spec },
    specHash: "0123456789abcdef",
    updateStrategy: undefined,
    healthTimeoutSeconds: 120,
    minReadySeconds: 1,
    monitorSeconds: 0,
    probe: undefined,
    keepFailed: true,
    ...settings,
  };
}

/** The image that the echo's containers run. */
export const imageDefaults: ConfigJson = {
  Cmd: ["/serve"],
  Entrypoint: ["/init"],
  Env: ["PATH=/bin", "MODE=image"],
  Labels: { vendor: "shop" },
  User: "web",
  WorkingDir: "/srv",
  StopSignal: "SIGINT",
  Healthcheck: { Test: ["CMD", "/ok"], Interval: 5_000_000_000 },
};

/** What a container of a spec has of what is not given. */
export function defaultsFor(spec: Partial<ContainerSpec>): Defaults {
  return {
    image: imageDefaults,
    platform: spec.platform ?? "linux/amd64",
    engine: { logDriver: "json-file", runtime: "runc", cgroupnsMode: "host" },
    containerIds: {},
  };
}

/** Facts of a container that an engine made by a spec: what is asked for, over the image's and the engine's defaults. */
export function made(desired: Desired, changes: Partial<ContainerFacts> = {}): ContainerFacts {
  return { ...observeContainer(inspected(desired)), ...changes };
}

function inspected(desired: Desired): ContainerInspectJson {
  const { attachments } = draft(desired.spec);
  const [first] = attachments;
  if (first === undefined) throw new TypeError("no network");
  const request = createRequest(desired, { operation: "create", first, inherited: [] });
  const { HostConfig, NetworkingConfig, ...config } = request;
  const image = imageDefaults;
  const own = request.Entrypoint;
  const id = "0123456789abcdef".repeat(4);
  return {
    Id: id,
    Name: `/${desired.owner.name}`,
    Image: "sha256:aaaa",
    RestartCount: 0,
    State: {
      Status: "running",
      Running: true,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      ExitCode: 0,
      Error: "",
    },
    Config: {
      ...image,
      Hostname: id.slice(0, 12),
      ...config,
      Cmd: config.Cmd ?? (own === undefined ? (image.Cmd ?? null) : null),
      Entrypoint: own?.length === 1 && own[0] === "" ? null : (own ?? image.Entrypoint ?? null),
      Env: mergeEnv(image.Env ?? [], config.Env ?? []),
      Labels: { ...image.Labels, ...config.Labels },
      ExposedPorts: { ...image.ExposedPorts, ...config.ExposedPorts },
      Healthcheck: inherit(image.Healthcheck, config.Healthcheck),
    },
    HostConfig: {
      NanoCpus: 0,
      Memory: 0,
      MemoryReservation: 0,
      CpuShares: 0,
      IpcMode: "private",
      CgroupnsMode: "host",
      ShmSize: 64 << 20,
      Runtime: "runc",
      ...HostConfig,
      SecurityOpt: HostConfig.SecurityOpt ?? (sharesWithHost(HostConfig) ? ["label=disable"] : null),
      MaskedPaths: HostConfig.MaskedPaths ?? (HostConfig.Privileged === true ? null : MASKED),
      ReadonlyPaths: HostConfig.ReadonlyPaths ?? (HostConfig.Privileged === true ? null : READONLY),
      LogConfig: { Config: {}, ...HostConfig.LogConfig, Type: HostConfig.LogConfig?.Type || "json-file" },
    },
    Mounts: (HostConfig.Mounts ?? []).map(mountPoint),
    NetworkSettings: {
      Ports: HostConfig.PortBindings ?? {},
      Networks: Object.fromEntries(
        attachments.map(({ network, endpoint }) => [
          network,
          {
            ...endpoint,
            MacAddress: endpoint.MacAddress ?? "02:42:00:00:00:01",
            ...NetworkingConfig.EndpointsConfig[network],
            NetworkID: network,
            EndpointID: "e",
            IPAddress: "10.0.0.2",
            GlobalIPv6Address: "",
          },
        ]),
      ),
    },
  };
}

const MASKED = [
  ...[
    "asound",
    "acpi",
    "kcore",
    "keys",
    "latency_stats",
    "timer_list",
    "timer_stats",
    "sched_debug",
    "scsi",
  ].map((name) => `/proc/${name}`),
  "/sys/firmware",
];
const READONLY = ["bus", "fs", "irq", "sys", "sysrq-trigger"].map((name) => `/proc/${name}`);

function sharesWithHost({ Privileged, IpcMode, PidMode }: HostConfigJson): boolean {
  return Privileged === true || IpcMode === "host" || PidMode === "host";
}

function mountPoint({ Type, Source = "", Target, ReadOnly, BindOptions }: MountRequestJson) {
  const propagation = Type === "bind" ? (BindOptions?.Propagation ?? "rprivate") : "";
  return { Type, Name: Source, Source, Destination: Target, RW: ReadOnly !== true, Propagation: propagation };
}

function mergeEnv(image: readonly string[], own: readonly string[]): string[] {
  const names = new Set(own.map((entry) => entry.split("=")[0]));
  return [...image.filter((entry) => !names.has(entry.split("=")[0])), ...own];
}

type Check = HealthcheckJson | null | undefined;

function inherit(image: Check, own: Check): HealthcheckJson | null {
  if (own === undefined || own === null) return image ?? null;
  return {
    Test: own.Test ?? image?.Test ?? null,
    Interval: own.Interval || image?.Interval || 0,
    Timeout: own.Timeout || image?.Timeout || 0,
    StartPeriod: own.StartPeriod || image?.StartPeriod || 0,
    StartInterval: own.StartInterval || image?.StartInterval || 0,
    Retries: own.Retries || image?.Retries || 0,
  };
}
