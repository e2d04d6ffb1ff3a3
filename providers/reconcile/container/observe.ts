import type {
  ConfigJson,
  ContainerInspectJson,
  HostConfigJson,
  MountPointJson,
  StateJson,
} from "../../docker/container-json";
import type { Labels } from "../ownership";

const ENGINE_NETWORKS = ["bridge", "host", "none"];

/** A container's attachment to a network, as observed. */
export interface NetworkFacts {
  readonly networkId: string;
  /** Names given to it, without those that the engine adds. */
  readonly aliases: readonly string[];
  /** Fixed addresses only. */
  readonly ipv4Address: string | undefined;
  readonly ipv6Address: string | undefined;
  readonly linkLocalIps: readonly string[];
  readonly driverOpts: Readonly<Record<string, string>>;
  readonly gwPriority: number;
  /** The one that it has now, given or chosen; undefined while it does not run. */
  readonly macAddress: string | undefined;
  /** The address that it has now; undefined while it does not run. */
  readonly address: string | undefined;
}

/** A published port, as observed. */
export interface PublishedPortFacts {
  readonly container: number;
  readonly host: number;
  readonly protocol: string;
  readonly address: string;
}

/** A container, as observed. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly imageId: string;
  readonly status: StateJson["Status"];
  /** Undefined without a health check. */
  readonly health: "starting" | "healthy" | "unhealthy" | undefined;
  /** When it last began to run, in RFC 3339 by the engine's clock. */
  readonly startedAt: string | undefined;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** How often the engine has started it again by itself. */
  readonly restartCount: number;
  readonly labels: Labels;
  readonly config: ConfigJson;
  readonly hostConfig: HostConfigJson;
  readonly mounts: readonly MountPointJson[];
  readonly networks: Readonly<Record<string, NetworkFacts>>;
  readonly publishedPorts: readonly PublishedPortFacts[];
}

/** Facts of a container out of the engine's answer. */
export function observeContainer(json: ContainerInspectJson): ContainerFacts {
  const health = json.State.Health?.Status;
  return {
    id: json.Id,
    name: json.Name.replace(/^\//, ""),
    imageId: json.Image,
    status: json.State.Status,
    health: health === "none" ? undefined : health,
    startedAt: json.State.StartedAt,
    exitCode: json.State.ExitCode,
    outOfMemory: json.State.OOMKilled,
    restartCount: json.RestartCount,
    labels: json.Config.Labels ?? {},
    config: json.Config,
    hostConfig: json.HostConfig,
    mounts: json.Mounts,
    networks: observeNetworks(json),
    publishedPorts: observePorts(json),
  };
}

/** Whether a mount is a volume that the engine made because the image asks for one there. */
export function isAnonymous(mount: MountPointJson): boolean {
  return mount.Type === "volume" && /^[0-9a-f]{64}$/.test(mount.Name ?? "");
}

/** Whether a container is one that may name networks which are gone: a running one keeps its own from being removed. */
export function mayNameGoneNetworks({ status, networks }: ContainerFacts): boolean {
  return status !== "running" && Object.keys(networks).some((name) => !ENGINE_NETWORKS.includes(name));
}

/**
 * A container without the networks that are gone: one that does not run still names those that were removed, and the
 * engine would refuse to start it. `existing` are the ids of the host's networks.
 */
export function withoutGoneNetworks(facts: ContainerFacts, existing: ReadonlySet<string>): ContainerFacts {
  const kept = Object.entries(facts.networks).filter(
    ([name, { networkId }]) => networkId === "" || ENGINE_NETWORKS.includes(name) || existing.has(networkId),
  );
  return { ...facts, networks: Object.fromEntries(kept) };
}

function observeNetworks(json: ContainerInspectJson): Readonly<Record<string, NetworkFacts>> {
  const added = [json.Id.slice(0, 12), json.Config.Hostname];
  return Object.fromEntries(
    Object.entries(json.NetworkSettings.Networks ?? {}).map(([name, endpoint]) => [
      name,
      {
        networkId: endpoint.NetworkID,
        // Engines before API 1.44 count the short id and the host name among the aliases.
        aliases: [...new Set(endpoint.Aliases ?? [])].filter((alias) => !added.includes(alias)),
        ipv4Address: endpoint.IPAMConfig?.IPv4Address || undefined,
        ipv6Address: endpoint.IPAMConfig?.IPv6Address || undefined,
        linkLocalIps: endpoint.IPAMConfig?.LinkLocalIPs ?? [],
        driverOpts: endpoint.DriverOpts ?? {},
        gwPriority: endpoint.GwPriority ?? 0,
        macAddress: endpoint.MacAddress || undefined,
        address: endpoint.IPAddress || endpoint.GlobalIPv6Address || undefined,
      },
    ]),
  );
}

function observePorts(json: ContainerInspectJson): readonly PublishedPortFacts[] {
  return Object.entries(json.NetworkSettings.Ports ?? {}).flatMap(([key, bindings]) => {
    const [container = "", protocol = "tcp"] = key.split("/");
    return (bindings ?? []).map((binding) => ({
      container: Number(container),
      host: Number(binding.HostPort),
      protocol,
      address: binding.HostIp ?? "",
    }));
  });
}
