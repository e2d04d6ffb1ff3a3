import type { Agent } from "node:http";
import { createEngine, type Engine } from "../docker/engine";
import type { Connection } from "../ssh/connection";
import { SshRemote } from "../ssh/remote-ssh";
import { openTunnel, type SocketAccess } from "../ssh/tunnel";
import type { HostConnection } from "./lifecycle";
import { DEFAULT_SOCKET } from "./local-socket";

// One engine for each way to one: it remembers the version that it speaks.
const engines = new WeakMap<Agent, Engine>();

/** A host behind an SSH connection. */
export class SshHost implements HostConnection {
  readonly remote: SshRemote;
  readonly #socketPath: string;

  constructor(
    connection: Connection,
    options: { sudoPassword: string | undefined; socketPath: string | undefined },
  ) {
    this.remote = new SshRemote(connection, options.sudoPassword);
    this.#socketPath = options.socketPath ?? DEFAULT_SOCKET;
  }

  get name(): string {
    return this.remote.name;
  }

  get hostKey(): HostConnection["hostKey"] {
    const { line, fingerprint, trustedBy } = this.remote.connection.hostKey;
    return { line, fingerprint, isTrustedBlindly: trustedBy === "first use" };
  }

  async openEngine(
    signal: AbortSignal,
    requests?: number,
  ): Promise<{ engine: Engine; access: SocketAccess }> {
    const options = { socketPath: this.#socketPath, sudo: true, signal, requests };
    const { agent, access } = await openTunnel(this.remote, options);
    const engine = engines.get(agent) ?? createEngine({ agent }, this.name);
    engines.set(agent, engine);
    return { engine, access };
  }
}
