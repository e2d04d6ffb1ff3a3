import type { Duplex, Readable } from "node:stream";
import { ChannelStream } from "./channel-stream";
import type { Connection } from "./connection";
import type { CommandExit } from "./remote";
import { watch } from "./session-process";

/** What a session is opened for. */
export interface TerminalSessionOptions {
  /** Given to the user's login shell as it is. @default the login shell itself */
  readonly commandLine?: string | undefined;
  /** The terminal that it gets there. @default none, only pipes */
  readonly terminal?: SessionTerminal | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A terminal, as the other side has to know it. */
export interface SessionTerminal {
  /** The kind, as TERM has it. */
  readonly term: string;
  readonly rows: number;
  readonly columns: number;
}

/** A session as `ssh` opens one, for somebody who sits in front of it. */
export interface TerminalSession {
  /** Writes go to its input, reads come from its output; with a terminal both of its outputs do. */
  readonly stream: Duplex;
  readonly stderr: Readable;
  /** Resolves with any exit code; rejects with ConnectionLostError or CancelledError. */
  readonly exited: Promise<CommandExit>;
  resize(size: { readonly rows: number; readonly columns: number }): void;
}

/** Opens a session with the user's login shell. */
export async function openTerminalSession(
  connection: Connection,
  options: TerminalSessionOptions,
): Promise<TerminalSession> {
  const { commandLine, terminal, signal } = options;
  const channel = await connection.terminal(commandLine, terminal, signal);
  // sshd ends what runs in a session whose channel is closed, where it has a terminal.
  const { exited } = watch(channel, { connection, signal, kill: () => Promise.resolve() });
  exited.catch(() => undefined);
  return {
    stream: new ChannelStream(
      () => Promise.resolve(channel),
      () => connection.lost,
    ),
    stderr: channel.stderr,
    exited,
    resize({ rows, columns }) {
      if (channel.writable) channel.setWindow(rows, columns, 0, 0);
    },
  };
}
