import type { EndpointJson } from "./container-json";
import type { Transport } from "./transport";

export interface IpamConfigJson {
  readonly Subnet?: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>> | null;
}

export interface IpamJson {
  readonly Driver?: string;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly Config?: readonly IpamConfigJson[] | null;
}

/** Body of `POST /networks/create`. */
export interface NetworkCreateJson {
  readonly Name: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly EnableIPv6: boolean;
  readonly IPAM: IpamJson;
  readonly Options: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Answer of `GET /networks/ID`. */
export interface NetworkInspectJson {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly EnableIPv6: boolean;
  readonly IPAM: IpamJson;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  /** Running containers on it, by id. */
  readonly Containers?: Readonly<Record<string, { readonly Name: string }>> | null;
}

/** Networks of one engine. `id` is an id or a name everywhere. */
export interface Networks {
  list(signal?: AbortSignal): Promise<NetworkInspectJson[]>;
  /** Rejects with NotFoundError where there is none. */
  inspect(id: string, signal?: AbortSignal): Promise<NetworkInspectJson>;
  /** The new network's id. ConflictError where the name is taken. */
  create(request: NetworkCreateJson, signal?: AbortSignal): Promise<string>;
  remove(id: string, signal?: AbortSignal): Promise<void>;
  connect(id: string, container: string, endpoint: EndpointJson, signal?: AbortSignal): Promise<void>;
  disconnect(id: string, container: string, signal?: AbortSignal): Promise<void>;
}

export function createNetworks(transport: Transport): Networks {
  const path = (id: string, rest = "") => `/networks/${encodeURIComponent(id)}${rest}`;
  return {
    list: (signal) => transport.json({ method: "GET", path: "/networks", action: "list networks", signal }),
    inspect: (id, signal) =>
      transport.json({ method: "GET", path: path(id), action: `inspect network ${id}`, signal }),
    async create(request, signal) {
      const made = await transport.json<{ Id: string }>({
        method: "POST",
        path: "/networks/create",
        // Engines before API 1.44 would make a second network of the same name without it.
        body: { ...request, CheckDuplicate: true },
        action: `create network ${request.Name}`,
        signal,
      });
      return made.Id;
    },
    remove: (id, signal) =>
      transport.done({ method: "DELETE", path: path(id), action: `remove network ${id}`, signal }),
    connect: (id, container, endpoint, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/connect"),
        body: { Container: container, EndpointConfig: endpoint },
        action: `connect container ${container} to network ${id}`,
        signal,
      }),
    disconnect: (id, container, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/disconnect"),
        body: { Container: container, Force: true },
        action: `disconnect container ${container} from network ${id}`,
        signal,
      }),
  };
}
