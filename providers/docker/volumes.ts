import type { Transport } from "./transport";

/** Body of `POST /volumes/create`. */
export interface VolumeCreateJson {
  readonly Name: string;
  readonly Driver: string;
  readonly DriverOpts: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Answer of `GET /volumes/NAME`. */
export interface VolumeInspectJson {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** Volumes of one engine. */
export interface Volumes {
  list(signal?: AbortSignal): Promise<VolumeInspectJson[]>;
  /** Rejects with NotFoundError where there is none. */
  inspect(name: string, signal?: AbortSignal): Promise<VolumeInspectJson>;
  /** The engine answers an existing volume of the same name and driver as if it had made it: inspect before. */
  create(request: VolumeCreateJson, signal?: AbortSignal): Promise<VolumeInspectJson>;
  /** ConflictError where a container uses it. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
}

export function createVolumes(transport: Transport): Volumes {
  const path = (name: string) => `/volumes/${encodeURIComponent(name)}`;
  return {
    async list(signal) {
      const call = { method: "GET", path: "/volumes", action: "list volumes", signal } as const;
      return (await transport.json<{ Volumes: VolumeInspectJson[] | null }>(call)).Volumes ?? [];
    },
    inspect: (name, signal) =>
      transport.json({ method: "GET", path: path(name), action: `inspect volume ${name}`, signal }),
    create: (request, signal) =>
      transport.json({
        method: "POST",
        path: "/volumes/create",
        body: request,
        action: `create volume ${request.Name}`,
        signal,
      }),
    remove: (name, signal) =>
      transport.done({ method: "DELETE", path: path(name), action: `remove volume ${name}`, signal }),
  };
}
