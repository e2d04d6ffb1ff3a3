import type { Duplex } from "node:stream";
import type { Transport } from "./transport";

/** Body of `POST /containers/ID/exec`. */
export interface ExecCreateJson {
  readonly Cmd: readonly string[];
  readonly AttachStdin: boolean;
  readonly AttachStdout: boolean;
  readonly AttachStderr: boolean;
  readonly Tty: boolean;
  /** The keys that leave it running without us. */
  readonly DetachKeys?: string;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
}

/** Answer of `GET /exec/ID/json`. */
export interface ExecInspectJson {
  readonly Running: boolean;
  /** Null while it runs. */
  readonly ExitCode: number | null;
}

/** Commands in containers that run. */
export interface Execs {
  /** Prepares one; resolves with its id. ConflictError where the container does not run. */
  create(container: string, request: ExecCreateJson, signal?: AbortSignal): Promise<string>;
  /**
   * Starts it. What is written to the stream it reads; what it writes comes in the engine's frames, or as it is where it
   * has a terminal. Destroy the stream in the end.
   */
  start(id: string, options: { tty: boolean; signal?: AbortSignal }): Promise<Duplex>;
  /** Tells its terminal how large it is, in characters. */
  resize(id: string, size: { rows: number; columns: number }, signal?: AbortSignal): Promise<void>;
  inspect(id: string, signal?: AbortSignal): Promise<ExecInspectJson>;
}

export function createExecs(transport: Transport): Execs {
  return {
    async create(container, request, signal) {
      const made = await transport.json<{ Id: string }>({
        method: "POST",
        path: `/containers/${encodeURIComponent(container)}/exec`,
        body: request,
        action: `run a command in container ${container}`,
        signal,
      });
      return made.Id;
    },
    start: (id, { tty, signal }) =>
      transport.upgrade(
        {
          method: "POST",
          path: `/exec/${id}/start`,
          body: { Detach: false, Tty: tty },
          action: "start the command in the container",
          signal,
        },
        "tcp",
      ),
    resize: (id, { rows, columns }, signal) =>
      transport.done({
        method: "POST",
        path: `/exec/${id}/resize`,
        query: { h: rows, w: columns },
        action: "resize the command's terminal",
        signal,
      }),
    inspect: (id, signal) =>
      transport.json({
        method: "GET",
        path: `/exec/${id}/json`,
        action: "learn how the command ended",
        signal,
      }),
  };
}
