import http from "node:http";
import type { Duplex, Readable } from "node:stream";
import { CancelledError } from "../errors";
import { negotiate } from "./api-version";
import { connectionToError, NoAnswerError, NotAnEngineError, refusalToError } from "./errors";
import { LIMITS, type Limits, within } from "./limit";

/** One request to the engine. */
export interface EngineCall {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Path without the version, each part already encoded: `/containers/app/json`. */
  readonly path: string;
  /** What is asked, for errors: `create container app`. Never a secret. */
  readonly action: string;
  /** Values that are undefined are left out; objects travel as JSON. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly upload?: { readonly content: Readable | Buffer; readonly contentType: string };
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Ends the request when aborted, with CancelledError. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it may take any time, as streams may. @default false, and NoAnswerError once it takes longer than Limits say */
  readonly isUnlimited?: boolean;
  /** Asked at that moment: how much longer it may take, in seconds. */
  readonly moreSeconds?: () => Promise<number>;
}

export type QueryValue = string | number | boolean | object | undefined;

/** Sends requests to one engine. Every failure is a UserError. */
export interface Transport {
  /** How messages name the host. */
  readonly host: string;
  /** The version of the API in use: the newest that both sides know. Asked once. */
  apiVersion(): Promise<string>;
  /** The body of an answer, parsed. */
  json<T>(call: EngineCall): Promise<T>;
  /** The body of an answer as it is. */
  bytes(call: EngineCall): Promise<Buffer>;
  /** An answer whose body does not matter. 304, the engine's "it already is so", is a success. */
  done(call: EngineCall): Promise<void>;
  /** The headers of what a GET would answer; undefined where there is nothing. */
  head(call: Omit<EngineCall, "method">): Promise<http.IncomingHttpHeaders | undefined>;
  /** The answer's body as it comes. Destroy it when it is no longer needed. */
  stream(call: EngineCall): Promise<Readable>;
  /** The connection itself, once the engine has agreed to speak another protocol on it. Destroy it in the end. */
  upgrade(call: EngineCall, protocol: string): Promise<Duplex>;
}

/** Where the engine listens: behind an agent that opens connections, or at a socket of this machine. */
export type EngineAddress = { readonly agent: http.Agent } | { readonly socketPath: string };

/** A transport over node's HTTP client. It reads nothing of the environment. */
export class HttpTransport implements Transport {
  private readonly connection: http.RequestOptions;
  private readonly ownAgent: http.Agent | undefined;
  private negotiated: Promise<string> | undefined;
  /** The version that will probably be negotiated; until it is. */
  private expected: string | undefined;

  constructor(
    address: EngineAddress,
    readonly host: string,
    private readonly limits: Limits = LIMITS,
  ) {
    if ("agent" in address) {
      this.connection = { agent: address.agent };
    } else {
      this.ownAgent = new http.Agent({ keepAlive: true, maxSockets: 32 });
      this.connection = { agent: this.ownAgent, socketPath: address.socketPath };
    }
  }

  apiVersion(): Promise<string> {
    this.negotiated ??= this.negotiateVersion().catch((error: unknown) => {
      this.negotiated = undefined;
      throw error;
    });
    return this.negotiated;
  }

  /** Has what only reads be sent before the engine has said its version, with the one that follows from this offer. */
  expectApiVersion(offered: string): void {
    try {
      this.expected = negotiate(offered, this.host);
    } catch {
      // The engine that is there now is asked.
    }
  }

  async json<T>(call: EngineCall): Promise<T> {
    const body = await this.bytes(call);
    try {
      return JSON.parse(body.toString("utf8")) as T;
    } catch (cause) {
      throw this.notAnEngine(call, cause);
    }
  }

  bytes(asked: EngineCall): Promise<Buffer> {
    return this.limited(asked, async (call) =>
      this.readAll(call, await this.accepted(call, await this.sendVersioned(call))),
    );
  }

  async done(call: EngineCall): Promise<void> {
    await this.bytes(call);
  }

  head(asked: Omit<EngineCall, "method">): Promise<http.IncomingHttpHeaders | undefined> {
    return this.limited({ ...asked, method: "HEAD" }, async (call) => {
      const answer = await this.sendVersioned(call);
      answer.resume();
      if (answer.statusCode === 404) return undefined;
      if (answer.statusCode === 200) return answer.headers;
      // The words of a refusal are in a body, and there is none.
      const told = await this.accepted(
        { ...call, method: "GET" },
        await this.sendVersioned({ ...call, method: "GET" }),
      );
      told.destroy();
      return told.headers;
    });
  }

  async stream(call: EngineCall): Promise<Readable> {
    return this.accepted(call, await this.sendVersioned(call));
  }

  async upgrade(call: EngineCall, protocol: string): Promise<Duplex> {
    const path = `/v${await this.apiVersion()}${call.path}`;
    const body = call.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(call.body));
    const headers = {
      ...this.headers(call),
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
      Connection: "Upgrade",
      Upgrade: protocol,
      "Content-Length": body.length,
    };
    const answer = await new Promise<Duplex | http.IncomingMessage>((resolve, reject) => {
      const request = http.request({
        ...this.connection,
        method: call.method,
        path: path + queryText(call.query),
        headers,
        signal: call.signal,
      });
      request.once("upgrade", (_answer, socket: Duplex, first: Buffer) => {
        if (first.length > 0) socket.unshift(first);
        resolve(socket);
      });
      request.once("response", resolve);
      request.on("error", (error) => reject(this.failure(call, error)));
      request.end(body);
    });
    if (!(answer instanceof http.IncomingMessage)) return answer;
    await this.accepted(call, answer);
    throw this.notAnEngine(call, undefined);
  }

  /** Closes the connections that this transport opened itself. */
  close(): void {
    this.ownAgent?.destroy();
  }

  /** Makes a call, and gives it up with NoAnswerError where its answer does not come. */
  private limited<T>(call: EngineCall, make: (call: EngineCall) => Promise<T>): Promise<T> {
    if (call.isUnlimited === true) return make(call);
    const { lookSeconds, actSeconds } = this.limits;
    const limit = {
      seconds: call.method === "GET" || call.method === "HEAD" ? lookSeconds : actSeconds,
      more: call.moreSeconds,
      signal: call.signal,
      tooLate: (seconds: number) => new NoAnswerError({ host: this.host, action: call.action, seconds }),
    };
    return within(limit, (signal) => make({ ...call, signal }));
  }

  private async sendVersioned(call: EngineCall): Promise<http.IncomingMessage> {
    const { expected } = this;
    if (expected === undefined || call.method !== "GET") {
      return this.send(call, `/v${await this.apiVersion()}${call.path}`);
    }
    const early = this.send(call, `/v${expected}${call.path}`);
    // Whoever gets its answer hears of its failure.
    early.catch(() => undefined);
    const version = await this.apiVersion().catch(() => undefined);
    this.expected = undefined;
    if (version === expected) return early;
    void early.then(
      (answer) => answer.destroy(),
      () => undefined,
    );
    return this.sendVersioned(call);
  }

  private negotiateVersion(): Promise<string> {
    const ping = { method: "GET", path: "/_ping", action: "reach the Docker engine" } as const;
    return this.limited(ping, async (call) => {
      const answer = await this.accepted(call, await this.send(call, call.path));
      await this.readAll(call, answer);
      const offered = answer.headers["api-version"];
      if (typeof offered !== "string") throw this.notAnEngine(call, undefined);
      return negotiate(offered, this.host);
    });
  }

  private async accepted(call: EngineCall, answer: http.IncomingMessage): Promise<http.IncomingMessage> {
    const status = answer.statusCode ?? 0;
    if ((status >= 200 && status < 300) || status === 304) return answer;
    const text = await this.readAll(call, answer);
    const reason = engineMessage(text.toString("utf8"));
    if (reason === undefined) throw this.notAnEngine(call, undefined);
    throw refusalToError({ host: this.host, action: call.action, status, reason });
  }

  private send(call: EngineCall, path: string): Promise<http.IncomingMessage> {
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const content = call.upload?.content ?? body;
    const headers = this.headers(call);
    if (content !== undefined) headers["Content-Type"] = call.upload?.contentType ?? "application/json";
    if (Buffer.isBuffer(content)) headers["Content-Length"] = content.length;
    // The engine waits for a body where a POST announces neither a length nor chunks.
    else if (content === undefined && call.method !== "GET") headers["Content-Length"] = 0;

    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(this.failure(call, error));
      if (call.signal?.aborted === true) return fail(call.signal.reason);
      const request = http.request({
        ...this.connection,
        method: call.method,
        path: path + queryText(call.query),
        headers,
        signal: call.signal,
      });
      request.once("response", resolve);
      request.on("error", fail);
      if (content === undefined || Buffer.isBuffer(content)) {
        request.end(content);
      } else {
        content.once("error", (error) => request.destroy(error));
        content.pipe(request);
      }
    });
  }

  private headers(call: EngineCall): http.OutgoingHttpHeaders {
    return { Host: "docker", ...call.headers } as http.OutgoingHttpHeaders;
  }

  private async readAll(call: EngineCall, answer: http.IncomingMessage): Promise<Buffer> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    } catch (error) {
      throw this.failure(call, error);
    }
  }

  private failure(call: EngineCall, error: unknown): Error {
    if (call.signal?.aborted === true) {
      return new CancelledError(`Canceled: ${call.action} on ${this.host}.`, { cause: error });
    }
    return connectionToError(error, this.host);
  }

  private notAnEngine(call: EngineCall, cause: unknown): NotAnEngineError {
    return new NotAnEngineError(
      `What answers at the Docker engine's socket on ${this.host} is not a Docker engine ` +
        `(it was asked to ${call.action}). Check socketPath.`,
      { cause },
    );
  }
}

function queryText(query: EngineCall["query"]): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    parameters.append(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

function engineMessage(text: string): string | undefined {
  try {
    const parsed = JSON.parse(text) as { message?: unknown } | null;
    return typeof parsed?.message === "string" ? parsed.message.trim() : undefined;
  } catch {
    // The router's own 404 of some engines is plain text; a web server's error page is markup.
    return text.length < 500 && !text.includes("<") && text.trim() !== "" ? text.trim() : undefined;
  }
}
