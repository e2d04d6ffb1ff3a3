import type { Client, ClientChannel, PseudoTtyOptions } from "ssh2";
import { CancelledError } from "../errors";
import { release } from "./channel-stream";
import { ChannelRefusedError, ConnectionLostError } from "./errors";
import type { HostKey } from "./host-key";
import { Slots } from "./slots";
import type { SessionTerminal } from "./terminal-session";

/** sshd allows 10 sessions on a connection by default. */
export const MAX_SESSIONS = 8;
/** Sessions that end the commands of others, and so must not wait for them. */
const MAX_URGENT_SESSIONS = 2;
/** sshd does not limit streams; this bounds what one host has to keep open for us. */
export const MAX_STREAMS = 32;

const CLOSE_SECONDS = 1;

export interface ConnectionFacts {
  /** How messages name the machine. */
  readonly name: string;
  readonly user: string;
  readonly hostKey: HostKey;
  /** Closed by itself after so long without a channel. */
  readonly idleSeconds: number;
}

type ChannelCallback = (error: Error | undefined, channel: ClientChannel) => void;

/** One authenticated TCP connection to a machine, on which sessions and streams are opened within two caps. */
export class Connection {
  readonly name: string;
  readonly user: string;
  readonly hostKey: HostKey;
  readonly #client: Client;
  readonly #idleSeconds: number;
  readonly #sessions = new Slots(MAX_SESSIONS);
  readonly #urgent = new Slots(MAX_URGENT_SESSIONS);
  readonly #streams = new Slots(MAX_STREAMS);
  readonly #hops = new Slots(Infinity);
  readonly #closed: Promise<void>;
  #idleTimer: NodeJS.Timeout | undefined;
  #state: "open" | "closing" | "closed" = "open";
  #lastError: Error | undefined;

  constructor(client: Client, facts: ConnectionFacts) {
    this.name = facts.name;
    this.user = facts.user;
    this.hostKey = facts.hostKey;
    this.#client = client;
    this.#idleSeconds = facts.idleSeconds;
    client.on("error", (error: Error) => (this.#lastError = error));
    this.#closed = new Promise((resolve) => {
      client.on("close", () => {
        this.#state = "closed";
        clearTimeout(this.#idleTimer);
        resolve();
      });
    });
    this.touch();
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Resolves once the connection is gone, for whatever reason. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** The error of a connection that is gone; undefined while it is open. */
  get lost(): ConnectionLostError | undefined {
    if (this.#state === "open") return undefined;
    const why = this.#lastError === undefined ? "it was closed" : this.#lastError.message;
    return new ConnectionLostError(`the connection to ${this.name} is gone: ${why}`, {
      cause: this.#lastError,
    });
  }

  /** Starts the wait for idleness afresh; called for a new user of the connection. */
  touch(): void {
    clearTimeout(this.#idleTimer);
    if (this.#state !== "open" || this.#demand() > 0) return;
    this.#idleTimer = setTimeout(() => void this.close(), this.#idleSeconds * 1000);
    this.#idleTimer.unref();
  }

  /** Runs a command line in a session of its own. `isUrgent` is for ending what runs in others. */
  session(commandLine: string, signal?: AbortSignal, isUrgent = false): Promise<ClientChannel> {
    const slots = isUrgent ? this.#urgent : this.#sessions;
    return this.#open(slots, (done) => this.#client.exec(commandLine, done), signal);
  }

  /** Runs a command line, or the login shell where there is none, with or without a terminal. */
  terminal(
    commandLine: string | undefined,
    terminal: SessionTerminal | undefined,
    signal?: AbortSignal,
  ): Promise<ClientChannel> {
    const { rows, columns: cols, term } = terminal ?? {};
    const pty = terminal === undefined ? false : { rows, cols, term };
    return this.#open(
      this.#sessions,
      (done) =>
        commandLine === undefined
          ? this.#client.shell(pty as PseudoTtyOptions, done)
          : this.#client.exec(commandLine, pty === false ? {} : { pty: pty as PseudoTtyOptions }, done),
      signal,
    );
  }

  /** Connects to a unix socket on the machine. */
  streamToSocket(path: string, signal?: AbortSignal): Promise<ClientChannel> {
    return this.#open(
      this.#streams,
      (done) => this.#client.openssh_forwardOutStreamLocal(path, done),
      signal,
    );
  }

  /**
   * Connects from the machine to another one behind it. Outside the cap: it lives as long as the connection that
   * it carries, so a queue of them would never move.
   */
  hop(address: string, port: number, signal?: AbortSignal): Promise<ClientChannel> {
    return this.#open(
      this.#hops,
      (done) => this.#client.forwardOut("127.0.0.1", 0, address, port, done),
      signal,
    );
  }

  /** Closes the connection; whatever runs on it fails with ConnectionLostError. */
  async close(): Promise<void> {
    if (this.#state === "open") {
      this.#state = "closing";
      clearTimeout(this.#idleTimer);
      this.#client.end();
      const timer = setTimeout(() => this.#client.destroy(), CLOSE_SECONDS * 1000);
      void this.#closed.then(() => clearTimeout(timer));
    }
    await this.#closed;
  }

  #demand(): number {
    return [this.#sessions, this.#urgent, this.#streams, this.#hops].reduce(
      (sum, { demand }) => sum + demand,
      0,
    );
  }

  async #open(
    slots: Slots,
    request: (done: ChannelCallback) => void,
    signal: AbortSignal | undefined,
  ): Promise<ClientChannel> {
    clearTimeout(this.#idleTimer);
    for (;;) {
      const giveBack = await slots.take(signal);
      const settle = (): void => {
        giveBack();
        this.touch();
      };
      try {
        return await this.#request(request, settle, signal);
      } catch (error) {
        if (!(error instanceof ChannelRefusedError) || slots !== this.#sessions || slots.taken === 0)
          throw error;
        // This sshd allows fewer sessions than a stock one: make do with what it gave.
        slots.shrink(slots.taken);
      }
    }
  }

  #request(
    request: (done: ChannelCallback) => void,
    settle: () => void,
    signal: AbortSignal | undefined,
  ): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(new CancelledError(`canceled on ${this.name}`));
      const fail = (error: Error | undefined): void => {
        signal?.removeEventListener("abort", onAbort);
        settle();
        reject(this.lost ?? this.#refusal(error));
      };
      if (!this.isOpen) return fail(undefined);
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        request((error, channel) => {
          if (error) return fail(error);
          signal?.removeEventListener("abort", onAbort);
          channel.once("close", () => this.#afterRoundTrip(settle));
          // A write that crosses with the other side's close; close itself tells who waits.
          channel.on("error", () => undefined);
          if (signal?.aborted === true) release(channel);
          resolve(channel);
        });
      } catch (error) {
        // ssh2 throws this way when the socket is gone and its close event is still to come.
        this.#lastError ??= error as Error;
        this.#state = "closing";
        fail(error as Error);
      }
    });
  }

  /**
   * sshd counts a session until it has dealt with all that came together with its end. If the next one were opened
   * at once, both could come together, and sshd would count both. Any question with an answer does; this one
   * changes nothing.
   */
  #afterRoundTrip(then: () => void): void {
    try {
      this.#client.unforwardIn("127.0.0.1", 1, then);
    } catch {
      // No longer connected: no place to wait for.
      then();
    }
  }

  #refusal(cause: Error | undefined): Error {
    return new ChannelRefusedError(
      `sshd on ${this.name} refuses a channel: ${cause?.message ?? "no reason given"}`,
      {
        cause,
      },
    );
  }
}
