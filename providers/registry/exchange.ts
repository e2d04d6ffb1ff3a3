import http from "node:http";
import type { Duplex } from "node:stream";
import { CancelledError } from "../errors";
import { type Dial, secure, TlsError, type TlsOptions } from "./connect";
import { certificateError, unreachableError } from "./explain";

/** Whom requests go to, and how. */
export interface Peer extends TlsOptions {
  /** How messages name the registry. */
  readonly address: string;
  /** How messages name the machine that asks. */
  readonly from: string;
  readonly dial: Dial;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const CONNECT_SECONDS = 15;
const ANSWER_SECONDS = 30;
/** Of a token or an error; a server that says more is not listened to. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Sends one GET over a connection of its own, so that every failure has its place: connecting, TLS, or the answer. Rejects with
 * RegistryError, and with CancelledError.
 */
export async function get(
  peer: Peer,
  url: URL,
  headers: http.OutgoingHttpHeaders,
  signal: AbortSignal,
): Promise<Answer> {
  const connection = await connect(peer, url, signal);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_SECONDS * 1000)]);
  try {
    return await exchange(connection, url, headers, limit);
  } catch (error) {
    throw failure(peer, url, error, signal);
  } finally {
    connection.destroy();
  }
}

async function connect(peer: Peer, url: URL, signal: AbortSignal): Promise<Duplex> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_SECONDS * 1000)]);
  const hostname = url.hostname.replaceAll(/[[\]]/g, "");
  const isPlain = url.protocol === "http:";
  try {
    const stream = await peer.dial(hostname, Number(url.port) || (isPlain ? 80 : 443), limit);
    // Node listens while a request is under way; what a stream has to say after that concerns nobody.
    stream.on("error", () => undefined);
    return isPlain ? stream : await secure(stream, hostname, peer, limit);
  } catch (error) {
    throw failure(peer, url, error, signal);
  }
}

async function exchange(
  connection: Duplex,
  url: URL,
  headers: http.OutgoingHttpHeaders,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.get({
      createConnection: () => connection,
      path: url.pathname + url.search,
      headers: { Host: url.host, "User-Agent": "moorage", ...headers },
      signal,
    });
    request.once("response", resolve).once("error", reject);
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString("utf8");
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

function failure(peer: Peer, url: URL, error: unknown, signal: AbortSignal): Error {
  if (signal.aborted)
    return new CancelledError(`Canceled: asking the registry ${peer.address}.`, { cause: error });
  return error instanceof TlsError ? certificateError(peer, url, error) : unreachableError(peer, url, error);
}
