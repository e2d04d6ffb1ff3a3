import type { Duplex, Readable } from "node:stream";
import type { Command } from "./command";

/** A machine one can run commands on. */
export interface Remote {
  /** How messages name it: `web-1 (deploy@10.0.0.1:22)`. */
  readonly name: string;
  /** The user who logs in. Root never uses sudo, so `sudo: true` may be given without asking. */
  readonly user: string;

  /**
   * Runs a command to its end.
   *
   * Rejects with CommandError on an exit code other than 0 (unless `allowFailure`), on death by a signal, on a
   * timeout and on too much output; with SudoError where sudo refuses, ConnectionLostError where the connection
   * breaks, and CancelledError once `signal` is aborted. The last four also with `allowFailure`.
   */
  run(command: Command, options?: RunOptions): Promise<CommandResult>;

  /** Starts a command and hands over its streams. Resolves once it runs, after sudo has accepted the password. */
  stream(command: Command, options?: StreamOptions): Promise<RemoteProcess>;

  /**
   * Writes a file as a whole or not at all: a temporary file beside it gets mode and owner before the content,
   * is flushed to disk and renamed. A reader sees the old file or the new one. The directory must exist.
   */
  upload(path: string, content: string | Buffer, options: UploadOptions): Promise<void>;

  /** Opens a TCP connection from the machine to another one. Rejects with ChannelRefusedError where there is no way. */
  dial(address: string, port: number, signal?: AbortSignal): Promise<Duplex>;
}

export interface StreamOptions {
  /** Run it as root by sudo; nothing changes for root. Default false. */
  readonly sudo?: boolean;
  /** Ends the command when aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunOptions extends StreamOptions {
  /** What the command reads; never part of a message. Default: nothing, at once at its end. */
  readonly stdin?: string | Buffer | Readable;
  /** Ends the command after so many seconds, with CommandError's `timedOut`. Default: no limit. */
  readonly timeoutSeconds?: number;
  /** Resolve on an exit code other than 0 as well. Default false. */
  readonly allowFailure?: boolean;
  /** Called with each complete line of output as it comes, for progress. */
  readonly onLine?: (line: string, source: "stdout" | "stderr") => void;
  /** The most that stdout and stderr may hold, each. More ends the command with CommandError. Default 16 MiB. */
  readonly maxOutputBytes?: number;
}

export interface CommandResult {
  readonly exitCode: number;
  /** As written, the final newline included. */
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command ended: by itself with a code, or by a signal (then without one). */
export interface CommandExit {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

export interface RemoteProcess {
  /** Writes go to stdin, reads come from stdout. */
  readonly stream: Duplex;
  readonly stderr: Readable;
  /** Resolves with any exit code; rejects with ConnectionLostError or CancelledError. */
  readonly exited: Promise<CommandExit>;
  /** Ends the command and closes its streams. */
  kill(): void;
}

export interface UploadOptions {
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  /** `user:group`, needs root. Default: the one who writes it. */
  readonly owner?: string;
  /** Write it as root by sudo. Default false. */
  readonly sudo?: boolean;
  readonly signal?: AbortSignal | undefined;
}
