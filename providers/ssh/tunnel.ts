import type { Agent } from "node:http";
import type { ClientChannel } from "ssh2";
import type { UserError } from "../errors";
import { abortable } from "./abortable";
import { ChannelStream, release } from "./channel-stream";
import { shell } from "./command";
import { CommandError, SudoError } from "./command-error";
import { type Connection, MAX_SESSIONS, MAX_STREAMS } from "./connection";
import { ChannelRefusedError } from "./errors";
import { quote } from "./quote";
import type { SshRemote } from "./remote-ssh";
import { TunnelAgent } from "./tunnel-agent";
import {
  EngineDownError,
  ForwardingProhibitedError,
  SocketMissingError,
  SocketPermissionError,
} from "./tunnel-errors";

/** How the engine's socket is reached: forwarded by sshd, or by `docker system dial-stdio`, as root if need be. */
export type SocketAccess = "streamlocal" | "dial-stdio" | "dial-stdio-sudo";

export interface Tunnel {
  readonly access: SocketAccess;
  /** Sends HTTP requests, upgraded ones too, to the engine; whatever host and port they name. */
  readonly agent: Agent;
}

export interface TunnelOptions {
  /** Path of the engine's socket on the machine. */
  readonly socketPath: string;
  /** Whether to use sudo where the user has no right to the socket. */
  readonly sudo: boolean;
  /** How many requests will soon come at once. Default 1. */
  readonly requests?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

// Each connection by dial-stdio is a session; some are left for commands.
const MAX_DIAL_STDIO = MAX_SESSIONS - 2;
/** Some streams are left for who asks meanwhile. */
const MAX_PREPARED = (MAX_STREAMS * 3) / 4;

const tunnels = new WeakMap<Connection, Map<string, Promise<Tunnel>>>();

/**
 * A way to the engine's socket, found once for each connection. Throws an EngineSocketError that says why there
 * is none, or SudoError, ConnectionLostError, CancelledError.
 */
export function openTunnel(remote: SshRemote, options: TunnelOptions): Promise<Tunnel> {
  const known = tunnels.get(remote.connection) ?? new Map<string, Promise<Tunnel>>();
  tunnels.set(remote.connection, known);
  const key = `${String(options.sudo)} ${options.socketPath}`;
  const tunnel = known.get(key) ?? findWay(remote, options);
  known.set(key, tunnel);
  tunnel.catch(() => known.delete(key));
  return abortable(tunnel, options.signal, `reaching the engine on ${remote.name}`);
}

async function findWay(
  remote: SshRemote,
  { socketPath: path, sudo: maySudo, requests = 1 }: TunnelOptions,
): Promise<Tunnel> {
  // Each session of dial-stdio is dear, but a stream is not: those for what comes next are asked for with the first.
  const count = Math.max(1, Math.min(requests, MAX_PREPARED));
  const streams = Array.from({ length: count }, () => remote.connection.streamToSocket(path));
  const [first] = await Promise.allSettled(streams.slice(0, 1));
  if (first?.status === "fulfilled") {
    return { access: "streamlocal", agent: streamLocalAgent(remote, path, streams) };
  }
  for (const stream of streams) stream.then(release, () => undefined);
  if (!(first?.reason instanceof ChannelRefusedError)) throw first?.reason;
  // sshd answers every failed forward alike, so the reason is looked for on the machine.
  const isUsable = await mayUse(remote, path, maySudo);
  await askEngine(remote, path, !isUsable);
  const access = isUsable ? "dial-stdio" : "dial-stdio-sudo";
  return { access, agent: dialStdioAgent(remote, path, !isUsable) };
}

/** @param channels To the socket, open or nearly so, for the first requests. */
function streamLocalAgent(
  remote: SshRemote,
  path: string,
  channels: readonly Promise<ClientChannel>[],
): TunnelAgent {
  const { connection } = remote;
  const open = async (signal: AbortSignal): ReturnType<Connection["streamToSocket"]> => {
    try {
      return await connection.streamToSocket(path, signal);
    } catch (error) {
      if (!(error instanceof ChannelRefusedError)) throw error;
      await mayUse(remote, path, false);
      throw engineDown(remote, path, error);
    }
  };
  const stream = (opening: typeof open): ChannelStream => new ChannelStream(opening, () => connection.lost);
  const agent = new TunnelAgent(MAX_STREAMS, () => stream(open));
  for (const channel of channels) agent.keep(stream((signal) => channel.catch(() => open(signal))));
  return agent;
}

function dialStdioAgent(remote: SshRemote, path: string, sudo: boolean): Agent {
  const open = async (signal: AbortSignal): ReturnType<Connection["session"]> => {
    const { channel, exited } = await remote.start(
      ["docker", "-H", `unix://${path}`, "system", "dial-stdio"],
      {
        sudo,
        hasStdin: true,
        signal,
      },
    );
    channel.stderr.resume();
    // How the stream ends is seen by the one who reads it.
    exited.catch(() => undefined);
    return channel;
  };
  return new TunnelAgent(MAX_DIAL_STDIO, () => new ChannelStream(open, () => remote.connection.lost));
}

/** Whether the user may write to the socket; false where root may, by sudo. Else throws what is wrong with it. */
async function mayUse(remote: SshRemote, path: string, maySudo: boolean): Promise<boolean> {
  const test = shell(
    `p=${quote(path)}; if [ ! -S "$p" ]; then echo missing; elif [ -w "$p" ]; then echo usable; else echo denied; fi`,
    "looking at the engine's socket",
  );
  const asUser = (await remote.run(test)).stdout.trim();
  if (asUser === "usable") return true;
  if (maySudo) {
    // A folder on the way may hide the socket from the user.
    const asRoot = remote.run(test, { sudo: true });
    const { stdout } = await (asUser === "denied" ? asRoot.catch(withoutRight(remote, path)) : asRoot);
    if (stdout.trim() !== "missing") return false;
  } else if (asUser === "denied") {
    throw noRight(remote, path, "let Moorage use sudo");
  }
  throw new SocketMissingError(
    `there is no socket ${path} on ${remote.name}: the Docker engine is not installed, is not running, ` +
      `or listens elsewhere (socketPath)`,
    { property: "socketPath" },
  );
}

/** Rethrows: where sudo is refused as well, its refusal is only half of what there is to say. */
function withoutRight(remote: SshRemote, path: string): (error: unknown) => never {
  return (error) => {
    const isPermission = error instanceof SudoError && error.reason !== "wrong-password";
    throw isPermission ? noRight(remote, path, `see to it that sudo works: ${error.message}`, error) : error;
  };
}

function noRight(remote: SshRemote, path: string, otherwise: string, cause?: SudoError): UserError {
  return new SocketPermissionError(
    `${remote.user} has no right to the engine's socket ${path} on ${remote.name}: ` +
      `add the user to the group that owns it (docker on most systems), or ${otherwise}`,
    { property: cause?.property, cause },
  );
}

/** Asks the engine by the `docker` command, which says what is wrong as dial-stdio does not. */
async function askEngine(remote: SshRemote, path: string, sudo: boolean): Promise<void> {
  try {
    await remote.run(["docker", "-H", `unix://${path}`, "version", "--format", "{{.Server.Version}}"], {
      sudo,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.exitCode === 127) {
      throw new ForwardingProhibitedError(
        `sshd on ${remote.name} does not forward to ${path}, and there is no docker command to do it instead: ` +
          `set AllowStreamLocalForwarding yes in sshd_config, or install the docker command`,
        { cause: error },
      );
    }
    if (/permission denied/i.test(error.stderr)) {
      throw new SocketPermissionError(`${remote.name} denies access to the engine's socket ${path}`, {
        cause: error,
      });
    }
    throw engineDown(remote, path, error);
  }
}

function engineDown(remote: SshRemote, path: string, cause: Error): EngineDownError {
  return new EngineDownError(
    `the socket ${path} is there on ${remote.name}, but no engine answers on it: the Docker engine is down`,
    { cause },
  );
}
