import type { Readable } from "node:stream";
import type {
  ContainerCreateJson,
  ContainerInspectJson,
  ContainerSummaryJson,
  UpdateJson,
} from "./container-json";
import { EngineRequestError } from "./errors";
import { demultiplex } from "./log-frames";
import type { Filters } from "./system";
import type { Transport } from "./transport";

export interface CreateOptions {
  /** What the image must be for, `linux/arm64`. */
  readonly platform?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Created {
  readonly id: string;
  /** What the engine leaves out, and what it advises against, in its own words. */
  readonly warnings: readonly string[];
}

/** Which part of a container's log is read. */
export interface LogOptions {
  /** Go on with what is written from now on, until the container ends. @default false */
  readonly follow?: boolean | undefined;
  /** Only so many of the last lines. @default all */
  readonly tail?: number | undefined;
  /** Only what was written since, in seconds since 1970, with fractions. @default all */
  readonly since?: number | undefined;
  /** Begin each line with its time in RFC 3339. @default false */
  readonly timestamps?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What lies at a path in a container. */
export interface PathStat {
  readonly kind: "file" | "folder" | "link" | "other";
  /** Whether anybody may execute it. */
  readonly isExecutable: boolean;
}

/** Containers of one engine. `id` is an id or a name everywhere. */
export interface Containers {
  /** All containers, the stopped ones too. Their `size` is measured on request: the engine walks through them. */
  list(options?: {
    filters?: Filters;
    size?: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<ContainerSummaryJson[]>;
  /** Rejects with NotFoundError where there is none. */
  inspect(id: string, signal?: AbortSignal): Promise<ContainerInspectJson>;
  /** Makes a container. NotFoundError where its image is not on the host, ConflictError where the name is taken. */
  create(name: string, request: ContainerCreateJson, options?: CreateOptions): Promise<Created>;
  /**
   * The first of some paths that the engine's machine does not have; undefined where it has all, and where it does not
   * tell. Nothing is made: what is asked for has a flaw, and the engine finds a path that is not there before it.
   */
  absentPath(paths: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
  /** Succeeds where it already runs. */
  start(id: string, signal?: AbortSignal): Promise<void>;
  /** Asks it to end and waits; kills it after the container's own stop timeout. Succeeds where it does not run. */
  stop(id: string, signal?: AbortSignal): Promise<void>;
  unpause(id: string, signal?: AbortSignal): Promise<void>;
  rename(id: string, name: string, signal?: AbortSignal): Promise<void>;
  update(id: string, request: UpdateJson, signal?: AbortSignal): Promise<void>;
  /** Removes it, killing it where it runs. Its anonymous volumes go with it only if `volumes`. */
  remove(id: string, options?: { volumes?: boolean; signal?: AbortSignal }): Promise<void>;
  /** Resolves with the exit code once it does not run. */
  wait(id: string, signal?: AbortSignal): Promise<number>;
  /** The last lines that it wrote, both streams in order. */
  lastLogLines(id: string, lines: number, signal?: AbortSignal): Promise<string[]>;
  /** What it writes, in the engine's frames unless it has a terminal; `readLogFrames` reads both. Destroy it in the end. */
  logs(id: string, options?: LogOptions): Promise<Readable>;
  /** What lies at a path in it, whether it runs or not; undefined where nothing does. */
  stat(id: string, path: string, signal?: AbortSignal): Promise<PathStat | undefined>;
  /** A tar of what lies at a path in it, whether it runs or not. Rejects with NotFoundError where nothing does. */
  readArchive(id: string, path: string, signal?: AbortSignal): Promise<Readable>;
  /** Unpacks a tar in a folder of it, whether it runs or not. */
  writeArchive(id: string, folder: string, tar: Buffer, signal?: AbortSignal): Promise<void>;
}

export function createContainers(transport: Transport): Containers {
  const path = (id: string, rest = "") => `/containers/${encodeURIComponent(id)}${rest}`;
  const inspect: Containers["inspect"] = (id, signal) =>
    transport.json({ method: "GET", path: path(id, "/json"), action: `inspect container ${id}`, signal });
  return {
    list: ({ filters, size, signal } = {}) =>
      transport.json({
        method: "GET",
        path: "/containers/json",
        query: { all: true, filters, size },
        action: "list containers",
        isUnlimited: size === true,
        signal,
      }),
    inspect,
    async create(name, request, { platform, signal } = {}) {
      const made = await transport.json<{ Id: string; Warnings?: readonly string[] | null }>({
        method: "POST",
        path: "/containers/create",
        query: { name, platform },
        body: request,
        action: `create container ${name}`,
        signal,
      });
      return { id: made.Id, warnings: made.Warnings ?? [] };
    },
    async absentPath(paths, signal) {
      const mounts = [
        ...paths.map((each) => ({ Source: each, Target: "/any" })),
        { Source: "/", Target: "" },
      ];
      const request = {
        Image: "",
        HostConfig: { Mounts: mounts.map((mount) => ({ Type: "bind", ...mount })) },
      };
      try {
        await transport.done({
          method: "POST",
          path: "/containers/create",
          body: request,
          action: "look for paths",
          signal,
        });
      } catch (error) {
        if (!(error instanceof EngineRequestError)) throw error;
        return paths.find((each) => error.reason.endsWith(`bind source path does not exist: ${each}`));
      }
      return undefined;
    },
    start: (id, signal) =>
      transport.done({ method: "POST", path: path(id, "/start"), action: `start container ${id}`, signal }),
    stop: (id, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/stop"),
        action: `stop container ${id}`,
        moreSeconds: async () => {
          const { StopTimeout: own } = (await inspect(id, signal)).Config;
          return own == null ? 0 : own < 0 ? Infinity : own;
        },
        signal,
      }),
    unpause: (id, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/unpause"),
        action: `unpause container ${id}`,
        signal,
      }),
    rename: (id, name, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/rename"),
        query: { name },
        action: `rename container ${id} to ${name}`,
        signal,
      }),
    update: (id, request, signal) =>
      transport.done({
        method: "POST",
        path: path(id, "/update"),
        body: request,
        action: `update container ${id}`,
        signal,
      }),
    remove: (id, { volumes = false, signal } = {}) =>
      transport.done({
        method: "DELETE",
        path: path(id),
        query: { force: true, v: volumes },
        action: `remove container ${id}`,
        signal,
      }),
    async wait(id, signal) {
      const ended = await transport.json<{ StatusCode: number }>({
        method: "POST",
        path: path(id, "/wait"),
        query: { condition: "not-running" },
        action: `wait for container ${id}`,
        isUnlimited: true,
        signal,
      });
      return ended.StatusCode;
    },
    async lastLogLines(id, lines, signal) {
      const log = await transport.bytes({
        method: "GET",
        path: path(id, "/logs"),
        query: { stdout: true, stderr: true, tail: lines },
        action: `read the log of container ${id}`,
        signal,
      });
      return demultiplex(log)
        .toString("utf8")
        .split(/\r?\n/)
        .filter((line) => line !== "");
    },
    logs: (id, { follow, tail, since, timestamps, signal } = {}) =>
      transport.stream({
        method: "GET",
        path: path(id, "/logs"),
        query: { stdout: true, stderr: true, follow, tail, since, timestamps },
        action: `read the log of container ${id}`,
        signal,
      }),
    async stat(id, archived, signal) {
      const headers = await transport.head({
        path: path(id, "/archive"),
        query: { path: archived },
        action: `look at ${archived} of container ${id}`,
        signal,
      });
      const text = headers?.["x-docker-container-path-stat"];
      return typeof text === "string" ? parseStat(text) : undefined;
    },
    readArchive: (id, archived, signal) =>
      transport.stream({
        method: "GET",
        path: path(id, "/archive"),
        query: { path: archived },
        action: `read ${archived} of container ${id}`,
        signal,
      }),
    writeArchive: (id, folder, tar, signal) =>
      transport.done({
        method: "PUT",
        path: path(id, "/archive"),
        query: { path: folder },
        upload: { content: tar, contentType: "application/x-tar" },
        action: `write files into container ${id}`,
        signal,
      }),
  };
}

/** The bits of Go's `FileMode` that tell what something is. */
const FOLDER = 2 ** 31;
const LINK = 2 ** 27;
const OTHER = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19;
const EXECUTABLE = 0o111;

function parseStat(header: string): PathStat {
  const { mode } = JSON.parse(Buffer.from(header, "base64").toString("utf8")) as { mode: number };
  const has = (bits: number) => (BigInt(mode) & BigInt(bits)) !== 0n;
  const kind = has(FOLDER) ? "folder" : has(LINK) ? "link" : has(OTHER) ? "other" : "file";
  return { kind, isExecutable: has(EXECUTABLE) };
}
