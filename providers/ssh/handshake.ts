import { CancelledError } from "../errors";
import { Login, type LoginMethods } from "./auth";
import { Connection } from "./connection";
import {
  type ConnectError,
  DialTimeoutError,
  HandshakeInterruptedError,
  NotAnSshServerError,
} from "./errors";
import { checkHostKey, type ExpectedKeys, type HostKey } from "./host-key";
import { type Opening, PasswordExpiredError, type SshError } from "./opening";
import { nameOf } from "./target-name";
import type { ConnectionTarget } from "./target";

export interface HandshakeOptions {
  readonly login: LoginMethods;
  readonly expected: ExpectedKeys;
  readonly timeoutSeconds: number;
  readonly idleSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Makes an authenticated connection of one that was opened, which is destroyed when that fails. */
export function handshake(
  target: ConnectionTarget,
  opening: Opening,
  options: HandshakeOptions,
): Promise<Connection> {
  const attempt = new Handshake(target, opening, options);
  return attempt.finished;
}

class Handshake {
  readonly finished: Promise<Connection>;
  readonly #name: string;
  readonly #login: Login;
  #hostKey: HostKey | undefined;
  #refusedKey: Error | undefined;

  constructor(
    private readonly target: ConnectionTarget,
    private readonly opening: Opening,
    { login, expected, timeoutSeconds, idleSeconds, signal }: HandshakeOptions,
  ) {
    this.#name = nameOf(target);
    this.#login = new Login(target, login);
    this.finished = new Promise<Connection>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const fail = (error: Error): void => {
        stop();
        opening.destroy();
        reject(error);
      };
      const onAbort = (): void => fail(new CancelledError(`canceled while connecting to ${this.#name}`));
      const timer = setTimeout(() => fail(this.#timeout(timeoutSeconds)), timeoutSeconds * 1000);
      signal?.addEventListener("abort", onAbort, { once: true });
      opening.admit({
        trusts: (key) => this.#trusts(key, expected),
        nextMethod: (accepted) => this.#login.next(accepted),
        onReady: () => {
          stop();
          resolve(this.#connection(idleSeconds));
        },
        onError: (error) => fail(this.#explain(error)),
      });
      if (signal?.aborted === true) onAbort();
    });
  }

  #trusts(key: Buffer, expected: ExpectedKeys): boolean {
    try {
      this.#hostKey = checkHostKey(key, this.target, expected);
      return true;
    } catch (error) {
      this.#refusedKey = error as Error;
      return false;
    }
  }

  #connection(idleSeconds: number): Connection {
    return new Connection(this.opening.client, {
      name: this.#name,
      user: this.target.user,
      hostKey: this.#hostKey as HostKey,
      idleSeconds,
    });
  }

  #explain(error: SshError): Error {
    const { banner, isEncrypted } = this.opening;
    if (this.#refusedKey !== undefined) return this.#refusedKey;
    if (error instanceof PasswordExpiredError) return this.#login.refused(error.message);
    if (error.level === "client-authentication") return this.#login.refused(banner || undefined);
    if (isEncrypted && /authentication failures/i.test(error.message)) {
      return this.#login.refused(error.message);
    }
    if (this.#saysSomethingElse()) return this.#notSsh();
    if (error.level === "handshake" && !isEncrypted) {
      return new NotAnSshServerError(`${this.#name} speaks no SSH that we do: ${error.message}`, {
        cause: error,
      });
    }
    const said = banner === "" ? "" : ` (it said: ${banner})`;
    return new HandshakeInterruptedError(
      `${this.#name} hung up before the login was done: ${error.message}${said}`,
      { cause: error },
    );
  }

  /** A server may send lines before the one that begins with SSH-, so only their lack says something. */
  #saysSomethingElse(): boolean {
    const text = this.opening.greeting.toString("latin1");
    return text !== "" && !/(^|\n)SSH-/.test(text);
  }

  #notSsh(): ConnectError {
    const line = this.opening.greeting.toString("latin1").split(/\r?\n/, 1)[0] ?? "";
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
      this.opening.greeting.length === 0
        ? "accepts connections but says nothing"
        : "does not finish the login";
    const advice = "Check that it is sshd that listens at that port, and that the machine is not overloaded";
    return new DialTimeoutError(`${this.#name} ${what} within ${Math.round(seconds)} s. ${advice}`, {
      property: "connection.port",
    });
  }
}
