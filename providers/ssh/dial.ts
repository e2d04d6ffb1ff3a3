import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { CancelledError } from "../errors";
import { loginMethods, type LoginMethods } from "./auth";
import { ChannelStream } from "./channel-stream";
import type { Connection } from "./connection";
import { dialPlace } from "./early-connections";
import {
  AddressNotFoundError,
  ChannelRefusedError,
  ConnectError,
  ConnectionRefusedError,
  DialTimeoutError,
  HandshakeInterruptedError,
  HostUnreachableError,
  KeyError,
} from "./errors";
import { handshake } from "./handshake";
import { expectedKeys, hostKeyAlgorithms } from "./host-key";
import { Opening } from "./opening";
import { nameOf } from "./target-name";
import type { ConnectionTarget, SshEnvironment } from "./target";

const CONNECT_SECONDS = 10;
const HANDSHAKE_SECONDS = 20;
const FIRST_PAUSE_SECONDS = 0.25;
const LONGEST_PAUSE_SECONDS = 5;

export interface DialOptions {
  /** One deadline over all attempts. */
  readonly deadlineSeconds: number;
  readonly idleSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each failed attempt that is followed by another: `dial 3 failed: refuses the connection`. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** The last jump host, opened again for each attempt. Default: none, the machine is dialled directly. */
  readonly openJump?: ((deadlineSeconds: number) => Promise<Connection>) | undefined;
}

/**
 * Connects and logs in, trying again with growing pauses while the machine may still be booting. A refused login
 * and a wrong host key end it at once. Throws a subclass of ConnectError, or CancelledError.
 */
export async function dial(
  target: ConnectionTarget,
  environment: SshEnvironment,
  options: DialOptions,
): Promise<Connection> {
  const login = await loginTo(target, environment);
  const expected = await expectedKeys(target, environment);
  const algorithms = hostKeyAlgorithms(expected);
  const end = Date.now() + options.deadlineSeconds * 1000;
  for (let attempt = 1; ; attempt++) {
    const left = (): number => Math.max(0.001, (end - Date.now()) / 1000);
    try {
      const opening = await open(target, algorithms, options, left());
      const timeoutSeconds = Math.min(HANDSHAKE_SECONDS, left());
      const { idleSeconds, signal } = options;
      return await handshake(target, opening, { login, expected, timeoutSeconds, idleSeconds, signal });
    } catch (error) {
      const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), left() / 2);
      if (!(error instanceof ConnectError) || !error.isTransient) throw error;
      if (left() <= FIRST_PAUSE_SECONDS) throw givenUp(error, attempt, options.deadlineSeconds);
      options.onProgress?.(`dial ${attempt} failed: ${reasonOf(error, target)}`);
      await interruptible(pause, target, options.signal);
    }
  }
}

/** Why a dial failed, on a row that says already whose it is: without the name, and without what is to be done then. */
function reasonOf({ message }: ConnectError, target: ConnectionTarget): string {
  const name = nameOf(target);
  const reason = message.startsWith(name) ? message.slice(name.length).replace(/^:? /, "") : message;
  return reason.replace(/\. .*$/s, "");
}

async function loginTo(target: ConnectionTarget, environment: SshEnvironment): Promise<LoginMethods> {
  try {
    return await loginMethods(target, environment);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new KeyError(`cannot log in to ${nameOf(target)}: ${error.message}`, { cause: error });
  }
}

function givenUp(error: ConnectError, attempts: number, seconds: number): ConnectError {
  const tries = attempts === 1 ? "one attempt" : `${attempts} attempts`;
  const Same = error.constructor as new (...args: ConstructorParameters<typeof ConnectError>) => ConnectError;
  const { message, property } = error;
  return new Same(`${message} (${tries} in ${seconds} s)`, { property, cause: error });
}

async function interruptible(seconds: number, target: ConnectionTarget, signal?: AbortSignal): Promise<void> {
  try {
    await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new CancelledError(`canceled while connecting to ${nameOf(target)}`, { cause });
  }
}

async function open(
  target: ConnectionTarget,
  hostKeyAlgorithms: readonly string[],
  { openJump, signal }: DialOptions,
  seconds: number,
): Promise<Opening> {
  const timeoutSeconds = Math.min(CONNECT_SECONDS, seconds);
  if (openJump !== undefined) {
    const stream = await openHop(target, await openJump(seconds), timeoutSeconds, signal);
    return new Opening(stream, hostKeyAlgorithms);
  }
  const begun = dialPlace({ host: target.address, port: target.port ?? 22, hostKeyAlgorithms });
  if (begun instanceof Opening) return begun;
  return new Opening(await connected(begun, target, timeoutSeconds, signal), hostKeyAlgorithms);
}

async function openHop(
  target: ConnectionTarget,
  jump: Connection,
  seconds: number,
  given: AbortSignal | undefined,
): Promise<Duplex> {
  const timeout = AbortSignal.timeout(seconds * 1000);
  const signal = given === undefined ? timeout : AbortSignal.any([timeout, given]);
  try {
    const channel = await jump.hop(target.address, target.port ?? 22, signal);
    return new ChannelStream(
      () => Promise.resolve(channel),
      () => jump.lost,
    );
  } catch (cause) {
    throw hopFailure(target, jump, cause, timeout.aborted && given?.aborted !== true);
  }
}

function hopFailure(target: ConnectionTarget, jump: Connection, cause: unknown, isTimeout: boolean): unknown {
  const host = nameOf(target);
  if (isTimeout)
    return new DialTimeoutError(`${host} does not answer through jump host ${jump.name}`, { cause });
  if (!(cause instanceof ChannelRefusedError)) {
    if (jump.isOpen) return cause;
    return new HandshakeInterruptedError(`${host}: jump host ${jump.name} went away`, { cause });
  }
  const reason = (cause.cause as Error).message.replace(/^.*open failure: /, "");
  if (/prohibited/i.test(reason)) {
    return new ConnectError(
      `jump host ${jump.name} does not let connections through to ${host}: ${reason}. ` +
        `sshd's AllowTcpForwarding must be on there`,
      { cause },
    );
  }
  return new ConnectionRefusedError(`${host} cannot be reached from jump host ${jump.name}: ${reason}`, {
    cause,
  });
}

function connected(
  socket: Socket,
  target: ConnectionTarget,
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.removeAllListeners();
    };
    const fail = (error: Error): void => {
      stop();
      // A socket that is given up may still report an error, which nobody is left to hear.
      socket.on("error", () => undefined).destroy();
      reject(error);
    };
    const onAbort = (): void => fail(new CancelledError(`canceled while connecting to ${nameOf(target)}`));
    const timer = setTimeout(() => fail(tcpTimeout(target)), seconds * 1000);
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("error", (error: NodeJS.ErrnoException) => fail(tcpFailure(target, error)));
    socket.once("connect", () => {
      stop();
      resolve(socket);
    });
    if (signal?.aborted === true) onAbort();
  });
}

function tcpTimeout(target: ConnectionTarget): ConnectError {
  return new DialTimeoutError(
    `${nameOf(target)} does not answer: the address is wrong, the machine is down or a firewall drops the packets`,
  );
}

function tcpFailure(target: ConnectionTarget, cause: NodeJS.ErrnoException): ConnectError {
  const host = nameOf(target);
  if (cause.syscall === "getaddrinfo" && cause.code === "EINVAL") {
    return new AddressNotFoundError(
      `${host} cannot be found: that is no name of a machine, and no IP address`,
      {
        property: "connection.address",
        cause,
      },
    );
  }
  switch (cause.code ?? "") {
    case "ECONNREFUSED":
      return new ConnectionRefusedError(
        `${host} refuses the connection: nothing listens at that port. Check that sshd runs there, and at which port`,
        { property: "connection.port", cause },
      );
    case "ETIMEDOUT":
      return tcpTimeout(target);
    case "ENOTFOUND":
      return new AddressNotFoundError(
        `${host} cannot be found: the name does not resolve. Check how it is spelt, and this machine's DNS`,
        {
          property: "connection.address",
          cause,
        },
      );
    case "ECONNRESET":
    case "EPIPE":
      return new HandshakeInterruptedError(`${host} hung up at once`, { cause });
    default:
      return new HostUnreachableError(`${host} cannot be reached: ${cause.message}`, { cause });
  }
}
