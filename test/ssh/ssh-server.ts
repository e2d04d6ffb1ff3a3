import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthContext, Server, type ServerChannel, utils } from "ssh2";
import { SshPool, type PoolOptions } from "../../providers/ssh/pool";
import type { ConnectionTarget, SshEnvironment } from "../../providers/ssh/target";

export interface SshServerOptions {
  /** Private host keys, in the server's own order. Default: one ed25519 key. */
  readonly hostKeys?: readonly string[];
  /** Default: the password "right" is accepted. */
  readonly authenticate?: (context: AuthContext) => void;
  /** Runs a command. Default: `/bin/sh` of this machine does, with `path` before PATH. */
  readonly exec?: (line: string, channel: ServerChannel) => void;
  /** Folder with commands that come before those of this machine. */
  readonly path?: string;
  /** Refuse sessions beyond so many at once. Default: no limit. */
  readonly maxSessions?: number;
  /** Never says that there is the service that a client asks for before it logs in. Default false. */
  readonly agreesToNothing?: boolean;
  /** Does not say with which algorithms a key may sign, as servers of old. Default false. */
  readonly tellsNoAlgorithms?: boolean;
  /** Refuse all forwards to unix sockets. Default false. */
  readonly refusesForwards?: boolean;
}

/** What of ssh2 speaks with a client; it has no public name. */
interface Protocol {
  serviceAccept(service: string): void;
  _kex?: { remoteExtInfoEnabled: boolean };
}

function tellNoAlgorithms(protocol: Protocol): void {
  let exchange: Protocol["_kex"];
  Object.defineProperty(protocol, "_kex", {
    get: () => exchange && Object.assign(exchange, { remoteExtInfoEnabled: false }),
    set: (made: Protocol["_kex"]) => (exchange = made),
  });
}

/** An SSH server in this process; with `path` and without, its commands really run, on this machine. */
export class SshServer {
  readonly commands: string[] = [];
  readonly logins: string[] = [];
  connections = 0;
  sessions = 0;
  peakSessions = 0;
  streams = 0;
  peakStreams = 0;
  readonly home = mkdtempSync(join(tmpdir(), "moorage-ssh-"));
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #pools: SshPool[] = [];

  private constructor(
    readonly hostKeys: readonly string[],
    readonly options: SshServerOptions,
  ) {
    this.#server = new Server({ hostKeys: [...hostKeys] }, (client) => {
      client.on("error", () => undefined);
      const { _protocol: protocol } = client as unknown as { _protocol: Protocol };
      if (options.agreesToNothing === true) protocol.serviceAccept = () => undefined;
      if (options.tellsNoAlgorithms === true) tellNoAlgorithms(protocol);
      client.on("authentication", (context) => {
        this.logins.push(context.method);
        (options.authenticate ?? acceptPassword("right"))(context);
      });
      client.on("session", (accept, reject) => {
        if (this.sessions >= (options.maxSessions ?? Infinity)) return reject();
        this.sessions += 1;
        this.peakSessions = Math.max(this.peakSessions, this.sessions);
        const session = accept();
        session.on("close", () => (this.sessions -= 1));
        session.on("signal", (acceptSignal, _reject, info) => {
          acceptSignal?.();
          this.commands.push(`signal ${info.name}`);
        });
        session.on("exec", (acceptExec, _reject, info) => {
          this.commands.push(info.command);
          (options.exec ?? this.#exec)(info.command, acceptExec());
        });
      });
      client.on("openssh.streamlocal", (accept, reject, info) => {
        if (options.refusesForwards === true) return reject();
        const socket = connect(info.socketPath);
        socket.on("error", () => reject());
        socket.on("connect", () => this.#pipe(accept(), socket));
      });
      client.on("tcpip", (accept, reject, info) => {
        const socket = createConnection(info.destPort, info.destIP);
        socket.on("error", () => reject());
        socket.on("connect", () => this.#pipe(accept(), socket));
      });
    });
    this.#server.on("connection", () => (this.connections += 1));
    const listener = (this.#server as unknown as { _srv: NodeJS.EventEmitter })._srv;
    listener.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(options: SshServerOptions = {}): Promise<SshServer> {
    const server = new SshServer(options.hostKeys ?? [newKey()], options);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections there are now. */
  get openConnections(): number {
    return this.#sockets.size;
  }

  target(changes: Partial<ConnectionTarget> = {}): ConnectionTarget {
    return {
      address: "127.0.0.1",
      port: this.port,
      user: "deploy",
      auth: { password: "right" },
      dialTimeoutSeconds: 5,
      ...changes,
    };
  }

  get environment(): SshEnvironment {
    return { home: this.home, agentSocket: undefined };
  }

  pool(options?: PoolOptions): SshPool {
    const pool = new SshPool(this.environment, options);
    this.#pools.push(pool);
    return pool;
  }

  /** Cuts all connections without a word, as a machine does that loses its power. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.closeAll()));
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.home, { recursive: true });
  }

  readonly #exec = (line: string, channel: ServerChannel): void => {
    const { path } = this.options;
    const PATH = path === undefined ? process.env.PATH : `${path}:${process.env.PATH ?? ""}`;
    const child = spawn("/bin/sh", ["-c", `exec ${line}`], { env: { ...process.env, PATH }, detached: true });
    child.stdin.on("error", () => undefined);
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    channel.on("close", () => child.stdin.end());
    child.on("close", (code, signal) => {
      if (code !== null) channel.exit(code);
      else channel.exit((signal ?? "SIGTERM").replace("SIG", ""));
      channel.end();
    });
  };

  #pipe(channel: ServerChannel, socket: Socket): void {
    this.streams += 1;
    this.peakStreams = Math.max(this.peakStreams, this.streams);
    socket.on("close", () => (this.streams -= 1));
    channel.pipe(socket).pipe(channel);
    channel.on("close", () => socket.destroy());
  }
}

export function acceptPassword(password: string): (context: AuthContext) => void {
  return (context) => {
    if (context.method === "password" && context.password === password) context.accept();
    else context.reject(["password"]);
  };
}

export function newKey(type: "ed25519" | "ecdsa" = "ed25519"): string {
  for (;;) {
    const pair =
      type === "ecdsa" ? utils.generateKeyPairSync(type, { bits: 256 }) : utils.generateKeyPairSync(type);
    // One in 256 of the ed25519 keys that ssh2 makes is malformed: its generator drops a leading zero.
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair.private;
  }
}

/** The line to pin for a private host key. */
export function pinOf(privateKey: string): string {
  const key = utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}
