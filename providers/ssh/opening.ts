import type { Duplex } from "node:stream";
import type { AnyAuthMethod } from "ssh2";
import { logInAtOnce } from "./log-in-at-once";
import { signAtOnce } from "./sign-at-once";
import { Client } from "./ssh2-client";

const KEEPALIVE_SECONDS = 10;
const KEEPALIVE_MISSES = 3;
const GREETING_BYTES = 256;

/** As ssh2 reports it. */
export type SshError = Error & { readonly level?: string; readonly code?: unknown };

/** Who logs in on an opened connection. */
export interface Visitor {
  /** Whether the key that the host has shown may be believed; where it may not, nothing is offered. */
  trusts(key: Buffer): boolean;
  /** The next method to offer, false when there is none left. */
  nextMethod(accepted: readonly string[] | null): AnyAuthMethod | false;
  onReady(): void;
  onError(error: SshError): void;
}

/**
 * The part of a handshake that says nothing of who comes: the versions, the host's key, the keys of the session. It can
 * be begun before that is known, and stops where the server waits for a login.
 */
export class Opening {
  readonly client = new Client();
  /** What the server says before anything else, as far as it is of interest. */
  greeting: Buffer = Buffer.alloc(0);
  /** What it says to who logs in. */
  banner = "";
  /** Whether both sides encrypt by now. */
  isEncrypted = false;
  #visitor: Visitor | undefined;
  #shownKey: Buffer | undefined;
  /** Asks for the first method, where the server has come so far before anybody was there to log in. */
  #ask: (() => void) | undefined;
  #error: SshError | undefined;

  /** @param hostKeyAlgorithms with which the host may prove that it is itself, the preferred ones first */
  constructor(
    private readonly socket: Duplex,
    hostKeyAlgorithms: readonly string[],
  ) {
    this.#listen();
    socket.on("data", (chunk: Buffer) => this.#recordGreeting(chunk));
    this.client.connect({
      sock: socket,
      // Each method says whose it is.
      username: "",
      readyTimeout: 0,
      keepaliveInterval: KEEPALIVE_SECONDS * 1000,
      keepaliveCountMax: KEEPALIVE_MISSES,
      // Whether the server can forward to a unix socket is found by trying, not by its name.
      strictVendor: false,
      algorithms: { serverHostKey: hostKeyAlgorithms as never },
      hostVerifier: (key: Buffer) => {
        this.#shownKey = key;
        return this.#visitor?.trusts(key) ?? true;
      },
      authHandler: (accepted, _isPartial, next) => {
        // ssh2 takes false for "nothing left", which its types don't know.
        const ask = (visitor: Visitor): void =>
          next(visitor.nextMethod(accepted as readonly string[] | null) as Parameters<typeof next>[0]);
        if (this.#visitor === undefined) this.#ask = () => this.#visitor && ask(this.#visitor);
        else ask(this.#visitor);
      },
    });
    signAtOnce(this.client);
    logInAtOnce(this.client);
  }

  /** Whether the server waits for a login, and nobody is there who logs in. */
  get isWaiting(): boolean {
    return this.#ask !== undefined && this.#visitor === undefined;
  }

  /** Goes on with a login. */
  admit(visitor: Visitor): void {
    this.#visitor = visitor;
    if (this.#error !== undefined) {
      visitor.onError(this.#error);
    } else if (this.#shownKey !== undefined && !visitor.trusts(this.#shownKey)) {
      visitor.onError(new Error("the host's key is not trusted"));
    } else {
      this.#ask?.();
    }
  }

  destroy(): void {
    this.socket.destroy();
  }

  #listen(): void {
    const fail = (error: SshError): void => {
      this.#error ??= error;
      this.#visitor?.onError(error);
    };
    this.client.once("ready", () => this.#visitor?.onReady());
    this.client.on("handshake", () => (this.isEncrypted = true));
    this.client.on("banner", (text) => (this.banner = text.trim()));
    this.client.on("change password", () => fail(new PasswordExpiredError("the password has expired")));
    this.client.on("error", (error: SshError) => {
      // An agent that fails is one login method fewer; ssh2 goes on to the next by itself.
      if (error.level !== "agent") fail(error);
    });
    this.client.on("close", () => fail(new Error("the connection was closed")));
  }

  #recordGreeting(chunk: Buffer): void {
    if (this.greeting.length < GREETING_BYTES) this.greeting = Buffer.concat([this.greeting, chunk]);
  }
}

/** A server that lets nobody in before the password is a new one. */
export class PasswordExpiredError extends Error {}
