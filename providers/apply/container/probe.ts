import { once } from "node:events";
import http from "node:http";
import { isIPv6 } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { CancelledError } from "../../errors";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { formatProbe, type Probe } from "../../reconcile/container/probe";
import { ConnectionLostError } from "../../ssh/errors";

/** Opens a TCP connection from a container's host. */
export type Dial = (address: string, port: number, signal: AbortSignal) => Promise<Duplex>;

/** Where a container answers, as its host sees it: at one address for each of its networks. */
export function addressesOf({ networks, hostConfig }: ContainerFacts): readonly string[] {
  if (hostConfig.NetworkMode === "host") return ["127.0.0.1"];
  return Object.values(networks).flatMap(({ address }) => address ?? []);
}

/**
 * Asks until one of the addresses answers. `failed` is told of each attempt that failed. Rejects when the signal is
 * aborted, and with ConnectionLostError.
 */
export async function untilAnswered(
  dial: Dial,
  addresses: readonly string[],
  probe: Probe,
  signal: AbortSignal,
  failed: (reason: string) => void,
): Promise<void> {
  for (;;) {
    const reason = await attempt(dial, addresses, probe, signal);
    if (reason === undefined) return;
    failed(reason);
    await delay(probe.intervalSeconds * 1000, undefined, { signal });
  }
}

/** Asks all addresses once; answers why none of them is good, or undefined. */
async function attempt(
  dial: Dial,
  addresses: readonly string[],
  probe: Probe,
  signal: AbortSignal,
): Promise<string | undefined> {
  const late = AbortSignal.timeout(probe.timeoutSeconds * 1000);
  const over = new AbortController();
  const limit = AbortSignal.any([signal, late, over.signal]);
  try {
    await Promise.any(addresses.map((address) => ask(dial, address, probe, limit)));
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const reasons = (error as AggregateError).errors as readonly Error[];
    const lost = reasons.find((reason) => reason instanceof ConnectionLostError);
    if (lost !== undefined) throw lost;
    const told = reasons.find(
      (reason) => reason.name !== "AbortError" && !(reason instanceof CancelledError),
    );
    return told?.message ?? `no answer within ${probe.timeoutSeconds} s`;
  } finally {
    over.abort();
  }
}

async function ask(dial: Dial, address: string, probe: Probe, signal: AbortSignal): Promise<void> {
  const stream = await dial(address, probe.port, signal);
  // Node listens while a request is under way; what a stream has to say after that concerns nobody.
  stream.on("error", () => undefined);
  try {
    if (probe.kind === "tcp") return;
    const connection = probe.scheme === "https" ? await secure(stream, signal) : stream;
    const status = await statusOf(connection, address, probe, signal);
    if (status < 200 || status > 399) throw new Error(`it answered with status ${status}`);
  } finally {
    stream.destroy();
  }
}

/** Nobody vouches for an address that the engine chose, so any certificate will do. */
async function secure(stream: Duplex, signal: AbortSignal): Promise<Duplex> {
  // Loaded by who asks over HTTPS, and not with every container.
  const socket = process.getBuiltinModule("node:tls").connect({ socket: stream, rejectUnauthorized: false });
  socket.on("error", () => undefined);
  await once(socket, "secureConnect", { signal });
  return socket;
}

async function statusOf(
  connection: Duplex,
  address: string,
  { path, port, headers }: Extract<Probe, { kind: "http" }>,
  signal: AbortSignal,
): Promise<number> {
  const host = isIPv6(address) ? `[${address}]` : address;
  const named = Object.keys(headers).some((name) => name.toLowerCase() === "host");
  const request = http.get({
    createConnection: () => connection,
    path,
    headers: { ...(named ? {} : { Host: `${host}:${port}` }), "User-Agent": "moorage", ...headers },
    signal,
  });
  // It ends with an error also where nobody waits for it any more.
  request.on("error", () => undefined);
  const [response] = (await once(request, "response", { signal })) as [http.IncomingMessage];
  return response.statusCode ?? 0;
}

/** A probe that is not answered, in words. */
export function unanswered(probe: Probe, seconds: number, reason: string | undefined): string {
  return `it did not answer ${formatProbe(probe)} within ${seconds} s: ${reason ?? "no attempt came to its end"}`;
}
