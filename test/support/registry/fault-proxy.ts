import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { bridgeAddress, type TestRegistry } from "./registry";

/** A request of a client, as far as a fault depends on it. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** What happens to a request in place of the registry's answer. */
export type Fault =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body?: string;
    }
  /** The answer ends in the middle of its body, as its length shows. */
  | { readonly kind: "truncate" }
  /** The answer's body has other bytes, as many. */
  | { readonly kind: "corrupt" }
  /** The connection is closed without an answer. */
  | { readonly kind: "hang-up" };

/** Stands before a registry, at an address of its own, and does to requests what it is told. */
export interface FaultProxy {
  readonly address: string;
  /** All requests since the last call of `forget`. */
  readonly requests: readonly ProxiedRequest[];
  /** The fault for each request from now on; undefined lets it through. */
  fault: (request: ProxiedRequest) => Fault | undefined;
  /** The fault for the next `times` requests to a path that matches, and none after that. */
  faultNext(times: number, path: RegExp, fault: Fault): void;
  forget(): void;
  close(): Promise<void>;
}

export async function startFaultProxy(registry: TestRegistry): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const none = (): undefined => undefined;
  const proxy = {
    address: "",
    requests,
    fault: none as FaultProxy["fault"],
    faultNext(times: number, path: RegExp, fault: Fault) {
      let left = times;
      proxy.fault = (request) => (path.test(request.path) && left-- > 0 ? fault : undefined);
    },
    forget() {
      requests.length = 0;
      proxy.fault = none;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const handle: http.RequestListener = (request, response) => {
    const { method = "GET", url: path = "/" } = request;
    const seen = { method, path, authorization: request.headers.authorization };
    requests.push(seen);
    const fault = proxy.fault(seen);
    if (fault?.kind === "hang-up") request.socket.destroy();
    else if (fault?.kind === "answer") {
      request.resume();
      response.writeHead(fault.status, { "Content-Type": "application/json", ...fault.headers });
      response.end(fault.body ?? '{"errors":[]}');
    } else pass(registry, request, response, fault);
  };
  const { certificate } = registry;
  const server =
    certificate === undefined
      ? http.createServer(handle)
      : https.createServer({ key: certificate.key, cert: certificate.certificate }, handle);
  const host = await bridgeAddress();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  proxy.address = `${host}:${(server.address() as AddressInfo).port}`;
  return proxy;
}

function pass(
  { address, authority }: TestRegistry,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  fault: Fault | undefined,
): void {
  const [hostname, port] = address.split(":");
  // With the client's own Host header, so that the registry refers back to this address.
  const options = { hostname, port, method: request.method, path: request.url, headers: request.headers };
  const onward =
    authority === undefined
      ? http.request(options)
      : https.request({ ...options, ca: authority.certificate });
  onward.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault === undefined) answer.pipe(response);
    else spoil(answer, response, fault).catch(() => response.destroy());
  });
  onward.once("error", () => response.destroy());
  request.pipe(onward);
}

async function spoil(
  answer: http.IncomingMessage,
  response: http.ServerResponse,
  fault: Fault,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (fault.kind === "corrupt") response.end(withOtherByte(body));
  else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

/** As long as before, and what was JSON is JSON still: a string in it ends in another character. */
function withOtherByte(body: Buffer): Buffer {
  const place = body.lastIndexOf('"') - 1;
  const isText = body[0] === "{".charCodeAt(0) && place > 0;
  const at = isText ? place : body.length - 1;
  body[at] = body[at] === 0x30 ? 0x31 : 0x30;
  return body;
}
