import type { ContainerCreateJson, HostConfigJson, PortBindingJson } from "../docker/container-json";

/** What of this machine a sandbox may do. */
export type Privileges = "privileged" | "all-there-are";

/** A port of a sandbox, and the one of this machine that leads to it; any free one where that is undefined. */
export interface SandboxPort {
  readonly container: number;
  readonly host?: number | undefined;
}

export interface SandboxRequest {
  readonly name: string;
  readonly image: string;
  readonly ports: readonly SandboxPort[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What of the engine's settings only a sandbox asks for. */
interface MachineJson extends HostConfigJson {
  Privileged?: boolean;
  CapAdd?: readonly string[];
  CapDrop?: readonly string[];
  SecurityOpt?: readonly string[];
  MaskedPaths?: readonly string[];
  ReadonlyPaths?: readonly string[];
  DeviceCgroupRules?: readonly string[];
  CgroupnsMode: string;
  Tmpfs: Readonly<Record<string, string>>;
}

export const SSH_PORT = 22;
export const LOOPBACK = "127.0.0.1";

/**
 * The container that is a host of its own, with room for an init system and an engine.
 *
 * That takes a privileged one. On machines where no process has CAP_SYS_RESOURCE the engine cannot make one, since
 * it wants every capability: there, all that it stands for is asked for one by one.
 */
export function sandboxContainer(request: SandboxRequest, privileges: Privileges): ContainerCreateJson {
  const ports = [{ container: SSH_PORT }, ...request.ports];
  const machine: MachineJson = {
    ...(privileges === "privileged" ? { Privileged: true } : ALL_THERE_ARE),
    CgroupnsMode: "private",
    Tmpfs: { "/run": "", "/run/lock": "" },
    RestartPolicy: { Name: "unless-stopped" },
    PortBindings: Object.fromEntries(ports.map((port) => [`${port.container}/tcp`, [binding(port)]])),
  };
  return {
    Image: request.image,
    Hostname: hostname(request.name),
    Labels: request.labels,
    // What the init system writes to its console is the container's log.
    Tty: true,
    ExposedPorts: Object.fromEntries(ports.map(({ container }) => [`${container}/tcp`, {}])),
    HostConfig: machine,
    NetworkingConfig: { EndpointsConfig: {} },
  };
}

const ALL_THERE_ARE: Partial<MachineJson> = {
  CapAdd: ["ALL"],
  CapDrop: ["SYS_RESOURCE"],
  SecurityOpt: ["seccomp=unconfined", "apparmor=unconfined"],
  MaskedPaths: [],
  ReadonlyPaths: [],
  DeviceCgroupRules: ["a *:* rwm"],
};

function binding({ host }: SandboxPort): PortBindingJson {
  return { HostIp: LOOPBACK, HostPort: host === undefined ? "" : String(host) };
}

/** A name that every resolver takes. */
function hostname(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
}
