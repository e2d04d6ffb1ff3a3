import type { HostLink } from "../../sdk/link";
import { readHostId } from "../linux/host-id";
import type { Connection } from "../ssh/connection";
import { ConnectError } from "../ssh/errors";
import type { SshPool } from "../ssh/pool";
import { connectionTarget } from "./connection-target";
import { HostChangedError, HostUnreachableError, UnmanagedHostError } from "./host-errors";
import { importIdOf } from "./import-id";
import { KnownHosts } from "./known-hosts";
import type {
  ConnectOptions,
  HostAddress,
  Hosts,
  HostSession,
  OpenOptions,
  ProviderConfig,
  Urn,
} from "./lifecycle";
import type * as localHosts from "./local-host";
import { type LocalEnvironment, localSocket } from "./local-socket";
import { MovedHosts, type Place } from "./moved-hosts";
import type * as sshHosts from "./ssh-host";

type SshHost = sshHosts.SshHost;

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait */
const sshHostModule = () => require("./ssh-host") as typeof sshHosts;

/** What a host is spoken to with that is reached, in pieces: they can be loaded while it is dialled. */
export const sshHostPieces: readonly (() => unknown)[] = [
  () => require("../docker/transport"),
  () => require("../docker/engine"),
  sshHostModule,
];

/** The same of this machine's engines, which most programs do without. */
const localHostModule = () => require("./local-host") as typeof localHosts;
/* eslint-enable @typescript-eslint/no-require-imports */

const PREVIEW_SECONDS = 5;

interface ProcessEnvironment extends LocalEnvironment {
  /** SSH_AUTH_SOCK */
  readonly agentSocket: string | undefined;
}

/** The hosts of this process over one pool of SSH connections. */
export class ProcessHosts implements Hosts {
  #config: ProviderConfig;
  readonly #pool: SshPool;
  readonly #known = new KnownHosts();
  #localEngines: localHosts.LocalEngines | undefined;
  readonly #moved = new MovedHosts();
  readonly #environment: ProcessEnvironment;
  // A machine's identity is read once for each connection: a rebuilt machine has dropped the former ones.
  readonly #hostIds = new WeakMap<Connection, Promise<string | undefined>>();

  constructor(
    config: ProviderConfig,
    pool: SshPool,
    environment: ProcessEnvironment = {
      home: undefined,
      dockerHost: undefined,
      agentSocket: undefined,
    },
  ) {
    this.#config = config;
    this.#pool = pool;
    this.#environment = environment;
  }

  /** Takes another configuration; connections stay, and serve whoever would log in by it in the same way. */
  configure(config: ProviderConfig): void {
    this.#config = config;
  }

  async open(link: HostLink, options: OpenOptions): Promise<HostSession> {
    if (link.local === true) {
      const session = await this.#local.open(link.socketPath, options.signal);
      expectIdentity(link, session.hostId, session.name);
      return session;
    }
    const successor = this.#known.successor(link);
    if (successor !== undefined) throw changed(link, `${importIdOf(link)} is ${successor.hostId} now`);
    const label = this.#known.label(link.hostId);
    const host = await this.connect(this.#known.link(link.hostId) ?? link, { ...options, label });
    const session = this.#session(host, link.hostId, options);
    // On another machine than the one that is looked for it does not matter how its engine is.
    session.catch(() => undefined);
    expectIdentity(link, await this.#hostId(host), host.name);
    return session;
  }

  async locate(
    address: HostAddress,
    options: OpenOptions,
  ): Promise<{ session: HostSession; link: HostLink }> {
    if (address.local === true) {
      const session = await this.#local.open(address.socketPath, options.signal);
      return { session, link: { ...address, hostId: session.hostId } };
    }
    const known = this.#known.at(address) ?? { ...address, ...this.#onlyCredential() };
    const host = await this.connect(known, options);
    const hostId = await this.#hostId(host);
    if (hostId === undefined) throw new UnmanagedHostError(unmanaged(host.name));
    const session = await this.#session(host, hostId, options);
    return { session, link: { ...known, hostId, hostKeys: known.hostKeys ?? [host.hostKey.line] } };
  }

  async connect(address: HostAddress, options: ConnectOptions): Promise<SshHost> {
    const place = { ...address, ...this.#moved.find(address.hostKeys) };
    const target = connectionTarget(place, this.#config.credentials, options.label);
    try {
      const connection = await this.#pool.open(target, {
        signal: options.signal,
        deadlineSeconds: options.dialTimeoutSeconds ?? this.#deadlineSeconds(options),
        failFast: options.purpose !== "apply",
        onProgress: options.progress,
      });
      const { SshHost } = sshHostModule();
      return new SshHost(connection, { sudoPassword: target.sudoPassword, socketPath: address.socketPath });
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      throw new HostUnreachableError(error.message, { cause: error, property: error.property });
    }
  }

  adopt(link: HostLink, owner: Urn, how: "read" | "applied", host?: SshHost): void {
    this.#known.adopt(link, owner, how);
    if (host !== undefined) this.#hostIds.set(host.remote.connection, Promise.resolve(link.hostId));
  }

  isTaken(link: HostLink): boolean {
    return this.#known.isTaken(link);
  }

  moved(hostKey: string, place: Place): void {
    this.#moved.add(hostKey, place);
  }

  agentSocket(): string | undefined {
    return this.#environment.agentSocket;
  }

  localSocket(): string {
    return localSocket(this.#environment);
  }

  /** Closes every connection; what is asked later is refused. */
  async close(): Promise<void> {
    this.#localEngines?.close();
    await this.#pool.closeAll();
  }

  get #local(): localHosts.LocalEngines {
    return (this.#localEngines ??= new (localHostModule().LocalEngines)());
  }

  async #session(host: SshHost, hostId: string, { signal }: OpenOptions): Promise<HostSession> {
    const { engine } = await host.openEngine(signal);
    // Every request needs it; the first one tells what is wrong.
    engine.apiVersion().catch(() => undefined);
    return { name: host.name, hostId, engine, remote: host.remote };
  }

  #hostId({ remote }: SshHost): Promise<string | undefined> {
    const { connection } = remote;
    const known = this.#hostIds.get(connection);
    if (known !== undefined) return known;
    // Shared by all who ask, so no one's cancellation ends it.
    const hostId = readHostId(remote, { signal: undefined });
    this.#hostIds.set(connection, hostId);
    const forget = (): boolean => this.#hostIds.delete(connection);
    hostId.then((id) => id ?? forget(), forget);
    return hostId;
  }

  #deadlineSeconds({ purpose }: ConnectOptions): number | undefined {
    if (purpose === "apply") return undefined;
    if (purpose === "preview") return PREVIEW_SECONDS;
    return this.#config.readTimeoutSeconds;
  }

  /** An import id has no room for a credential's name: where there is only one, it is meant. */
  #onlyCredential(): { credential?: string } {
    const [name, ...others] = Object.keys(this.#config.credentials);
    return name === undefined || others.length > 0 ? {} : { credential: name };
  }
}

function expectIdentity(link: HostLink, found: string | undefined, name: string): void {
  if (found === link.hostId) return;
  throw changed(link, found === undefined ? `${name} has no identity` : `${name} answers as ${found}`);
}

function changed(link: HostLink, what: string): HostChangedError {
  return new HostChangedError(`The machine ${link.hostId} is gone: ${what}. What was on it is gone with it.`);
}

function unmanaged(host: string): string {
  return `${host} has no identity of Moorage's. Declare it as a Host first: that changes nothing of what runs there.`;
}
