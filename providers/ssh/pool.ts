import { CancelledError } from "../errors";
import { abortable } from "./abortable";
import type { Connection } from "./connection";
import { dial } from "./dial";
import { ConnectError, DialTimeoutError } from "./errors";
import { pinKey, poolKey } from "./pool-key";
import { nameOf } from "./target-name";
import type { ConnectionTarget, SshEnvironment } from "./target";

const DIAL_SECONDS = 120;
const IDLE_SECONDS = 30;

export interface PoolOptions {
  /** How long a connection without a channel is kept. Default 30. */
  readonly idleSeconds?: number;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to keep dialling. Default: the target's `dialTimeoutSeconds`. */
  readonly deadlineSeconds?: number | undefined;
  /** Fail at once with the earlier error if this process has already failed to reach the machine. Default false. */
  readonly failFast?: boolean;
  /** Told of failed attempts while dialling goes on. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** A dial under way, given up when the last one who waits for it has gone. */
interface Dial {
  readonly connection: Promise<Connection>;
  readonly controller: AbortController;
  readonly listeners: Set<(message: string) => void>;
  waiting: number;
}

/** The connections of this process: one for each machine and login, shared by all who ask for it. */
export class SshPool {
  readonly #environment: SshEnvironment;
  readonly #idleSeconds: number;
  readonly #connections = new Map<string, Connection>();
  readonly #dials = new Map<string, Dial>();
  readonly #failures = new Map<string, ConnectError>();
  #isClosed = false;

  constructor(environment: SshEnvironment, options: PoolOptions = {}) {
    this.#environment = environment;
    this.#idleSeconds = options.idleSeconds ?? IDLE_SECONDS;
  }

  /** A connection that is open now, dialled if there is none. Throws a ConnectError or CancelledError. */
  async open(target: ConnectionTarget, options: OpenOptions = {}): Promise<Connection> {
    const key = poolKey(target);
    const shared = await this.#openShared(key, target, options);
    if (isSatisfied(target, shared)) return shared;
    // The pinned key is of another type than the shared connection saw: only a dial that asks for it can judge.
    return this.#openShared(`${key} ${pinKey(target)}`, target, options);
  }

  /** Ends all dials and closes all connections; what comes later is refused with CancelledError. */
  async closeAll(): Promise<void> {
    this.#isClosed = true;
    for (const dial of this.#dials.values()) dial.controller.abort();
    await Promise.all([...this.#connections.values()].map((connection) => connection.close()));
  }

  async #openShared(key: string, target: ConnectionTarget, options: OpenOptions): Promise<Connection> {
    const seconds = options.deadlineSeconds ?? target.dialTimeoutSeconds ?? DIAL_SECONDS;
    const end = Date.now() + seconds * 1000;
    for (;;) {
      if (this.#isClosed) throw new CancelledError(`canceled: ${nameOf(target)} is asked for after the end`);
      const failure = this.#failures.get(key);
      if (options.failFast === true && failure !== undefined) throw failure;
      const connection = this.#connections.get(key);
      if (connection?.isOpen === true) {
        connection.touch();
        return connection;
      }
      const left = (end - Date.now()) / 1000;
      const joined = this.#dials.get(key);
      if (joined === undefined) return this.#wait(this.#start(key, target, left), target, options);
      try {
        return await this.#wait(joined, target, options, left);
      } catch (error) {
        // That dial may have had less time than this caller still has.
        const mayHelp = error instanceof ConnectError && error.isTransient && Date.now() < end;
        if (!mayHelp) throw error;
      }
    }
  }

  /** Waits for a dial, as long as `seconds` if it was begun by someone with more patience. */
  async #wait(
    dial: Dial,
    target: ConnectionTarget,
    options: OpenOptions,
    seconds?: number,
  ): Promise<Connection> {
    dial.waiting += 1;
    if (options.onProgress !== undefined) dial.listeners.add(options.onProgress);
    try {
      const work = seconds === undefined ? dial.connection : atMost(seconds, dial.connection, target);
      return await abortable(work, options.signal, `connecting to ${nameOf(target)}`);
    } finally {
      dial.waiting -= 1;
      if (options.onProgress !== undefined) dial.listeners.delete(options.onProgress);
      if (dial.waiting === 0) dial.controller.abort();
    }
  }

  #start(key: string, target: ConnectionTarget, deadlineSeconds: number): Dial {
    const controller = new AbortController();
    const listeners = new Set<(message: string) => void>();
    const connection = this.#dial(key, target, deadlineSeconds, controller.signal, listeners);
    const started: Dial = { connection, controller, listeners, waiting: 0 };
    this.#dials.set(key, started);
    const over = (): void => {
      if (this.#dials.get(key) === started) this.#dials.delete(key);
    };
    connection.then(over, over);
    controller.signal.addEventListener("abort", over);
    return started;
  }

  async #dial(
    key: string,
    target: ConnectionTarget,
    deadlineSeconds: number,
    signal: AbortSignal,
    listeners: ReadonlySet<(message: string) => void>,
  ): Promise<Connection> {
    const onProgress = (message: string): void => listeners.forEach((listener) => listener(message));
    const jump = lastJump(target);
    const openJump =
      jump === undefined
        ? undefined
        : (seconds: number) => this.open(jump, { signal, deadlineSeconds: seconds, onProgress });
    try {
      const idleSeconds = this.#idleSeconds;
      const connection = await dial(target, this.#environment, {
        deadlineSeconds,
        idleSeconds,
        signal,
        onProgress,
        openJump,
      });
      this.#failures.delete(key);
      this.#connections.set(key, connection);
      void connection.closed.then(() => this.#forget(key, connection));
      return connection;
    } catch (error) {
      if (error instanceof ConnectError) this.#failures.set(key, error);
      throw error;
    }
  }

  #forget(key: string, connection: Connection): void {
    if (this.#connections.get(key) === connection) this.#connections.delete(key);
  }
}

/** Whether the key that the connection was made with is one that this caller accepts. */
function isSatisfied(target: ConnectionTarget, connection: Connection): boolean {
  const { line, trustedBy } = connection.hostKey;
  if (target.hostKeys === undefined || target.hostKeys.length === 0) {
    return trustedBy !== "first use" || target.hostKeyPolicy !== "strict";
  }
  return target.hostKeys.some((pin) => pin.trim().split(/\s+/)[1] === line.split(" ")[1]);
}

function lastJump(target: ConnectionTarget): ConnectionTarget | undefined {
  const hops = target.jumpHosts ?? [];
  const last = hops.at(-1);
  if (last === undefined) return undefined;
  return { ...last, jumpHosts: hops.slice(0, -1), label: last.label ?? `jump host ${last.address}` };
}

async function atMost<T>(seconds: number, work: Promise<T>, target: ConnectionTarget): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const error = new DialTimeoutError(`${nameOf(target)} is not connected after ${Math.round(seconds)} s`);
    timer = setTimeout(() => reject(error), seconds * 1000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
