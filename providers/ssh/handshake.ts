import type { Duplex } from "node:stream";
import { CancelledError } from "../errors";
import { Login, type LoginMethods } from "./auth";
import { Connection } from "./connection";
import {
  type ConnectError,
  DialTimeoutError,
  HandshakeInterruptedError,
  NotAnSshServerError,
} from "./errors";
import { checkHostKey, type ExpectedKeys, type HostKey, hostKeyAlgorithms } from "./host-key";
import { signAtOnce } from "./sign-at-once";
import { Client } from "./ssh2-client";
import { nameOf } from "./target-name";
import type { ConnectionTarget } from "./target";

const KEEPALIVE_SECONDS = 10;
const KEEPALIVE_MISSES = 3;
const GREETING_BYTES = 256;

export interface HandshakeOptions {
  readonly login: LoginMethods;
  readonly expected: ExpectedKeys;
  readonly timeoutSeconds: number;
  readonly idleSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Turns a fresh byte stream into an authenticated connection. The stream is destroyed when that fails. */
export function handshake(
  target: ConnectionTarget,
  socket: Duplex,
  options: HandshakeOptions,
): Promise<Connection> {
  const attempt = new Handshake(target, socket, options);
  return attempt.finished;
}

class Handshake {
  readonly finished: Promise<Connection>;
  readonly #name: string;
  readonly #client = new Client();
  readonly #login: Login;
  #greeting = Buffer.alloc(0);
  #banner = "";
  #isAuthenticating = false;
  #hostKey: HostKey | undefined;
  #refusedKey: Error | undefined;

  constructor(target: ConnectionTarget, socket: Duplex, options: HandshakeOptions) {
    this.#name = nameOf(target);
    this.#login = new Login(target, options.login);
    this.finished = new Promise<Connection>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", onAbort);
      };
      const fail = (error: Error): void => {
        stop();
        socket.destroy();
        reject(error);
      };
      const onAbort = (): void => fail(new CancelledError(`canceled while connecting to ${this.#name}`));
      const timer = setTimeout(
        () => fail(this.#timeout(options.timeoutSeconds)),
        options.timeoutSeconds * 1000,
      );
      options.signal?.addEventListener("abort", onAbort, { once: true });
      this.#listen(fail, () => {
        stop();
        const { idleSeconds } = options;
        resolve(
          new Connection(this.#client, {
            name: this.#name,
            user: target.user,
            hostKey: this.#hostKey as HostKey,
            idleSeconds,
          }),
        );
      });
      socket.on("data", (chunk: Buffer) => this.#recordGreeting(chunk));
      this.#connect(target, socket, options.expected);
      if (options.signal?.aborted === true) onAbort();
    });
  }

  #connect(target: ConnectionTarget, socket: Duplex, expected: ExpectedKeys): void {
    this.#client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0,
      keepaliveInterval: KEEPALIVE_SECONDS * 1000,
      keepaliveCountMax: KEEPALIVE_MISSES,
      // Whether the server can forward to a unix socket is found by trying, not by its name.
      strictVendor: false,
      algorithms: { serverHostKey: hostKeyAlgorithms(expected) as never },
      hostVerifier: (key: Buffer) => {
        try {
          this.#hostKey = checkHostKey(key, target, expected);
          return true;
        } catch (error) {
          this.#refusedKey = error as Error;
          return false;
        }
      },
      authHandler: (accepted, _isPartial, next) => {
        // ssh2 takes false for "nothing left", which its types don't know.
        next(this.#login.next(accepted as readonly string[] | null) as Parameters<typeof next>[0]);
      },
    });
    signAtOnce(this.#client);
  }

  #listen(fail: (error: Error) => void, ready: () => void): void {
    this.#client.once("ready", ready);
    this.#client.on("handshake", () => (this.#isAuthenticating = true));
    this.#client.on("banner", (text) => (this.#banner = text.trim()));
    this.#client.on("change password", () => fail(this.#login.refused("the password has expired")));
    this.#client.on("error", (error: Error & { level?: string; code?: unknown }) => {
      // An agent that fails is one login method fewer; ssh2 goes on to the next by itself.
      if (error.level !== "agent") fail(this.#explain(error));
    });
    this.#client.on("close", () => fail(this.#explain(new Error("the connection was closed"))));
  }

  #recordGreeting(chunk: Buffer): void {
    if (this.#greeting.length < GREETING_BYTES) this.#greeting = Buffer.concat([this.#greeting, chunk]);
  }

  #explain(error: Error & { level?: string; code?: unknown }): Error {
    if (this.#refusedKey !== undefined) return this.#refusedKey;
    if (error.level === "client-authentication") return this.#login.refused(this.#banner || undefined);
    if (this.#isAuthenticating && /authentication failures/i.test(error.message)) {
      return this.#login.refused(error.message);
    }
    if (this.#saysSomethingElse()) return this.#notSsh();
    if (error.level === "handshake" && !this.#isAuthenticating) {
      return new NotAnSshServerError(`${this.#name} speaks no SSH that we do: ${error.message}`, {
        cause: error,
      });
    }
    const said = this.#banner === "" ? "" : ` (it said: ${this.#banner})`;
    return new HandshakeInterruptedError(
      `${this.#name} hung up before the login was done: ${error.message}${said}`,
      { cause: error },
    );
  }

  /** A server may send lines before the one that begins with SSH-, so only their lack says something. */
  #saysSomethingElse(): boolean {
    const text = this.#greeting.toString("latin1");
    return text !== "" && !/(^|\n)SSH-/.test(text);
  }

  #notSsh(): ConnectError {
    const line = this.#greeting.toString("latin1").split(/\r?\n/, 1)[0] ?? "";
    const printable = line.slice(0, 60).replace(/[^\x20-\x7e]/g, "?");
    return new NotAnSshServerError(
      `what answers at ${this.#name} is not an SSH server: it says "${printable}"`,
      {
        property: "connection.port",
      },
    );
  }

  #timeout(seconds: number): ConnectError {
    if (this.#saysSomethingElse()) return this.#notSsh();
    const what =
      this.#greeting.length === 0 ? "accepts connections but says nothing" : "does not finish the login";
    const advice = "Check that it is sshd that listens at that port, and that the machine is not overloaded";
    return new DialTimeoutError(`${this.#name} ${what} within ${Math.round(seconds)} s. ${advice}`, {
      property: "connection.port",
    });
  }
}
