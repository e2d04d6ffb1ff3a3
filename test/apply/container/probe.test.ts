import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Server } from "node:net";
import { untilAnswered, type Dial } from "../../../providers/apply/container/probe";
import type { Probe } from "../../../providers/reconcile/container/probe";
import { dialDirectly } from "../../../providers/registry/connect";
import { makeAuthority } from "../../../providers/resources/certificate/issue";
import { ConnectionLostError } from "../../../providers/ssh/errors";

const times = { intervalSeconds: 0.01, timeoutSeconds: 10 };
const never = new AbortController().signal;
const httpProbe = (port: number, more: Partial<Extract<Probe, { kind: "http" }>> = {}): Probe => ({
  ...{ kind: "http", port, scheme: "http", path: "/ok", headers: {}, ...times },
  ...more,
});

describe("a probe", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(server: Server, address = "127.0.0.1"): Promise<number> {
    servers.push(server);
    server.listen(0, address);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  /** Asks until it is answered; what went wrong before that. */
  async function failures(
    probe: Probe,
    addresses = ["127.0.0.1"],
    dial: Dial = dialDirectly,
  ): Promise<string[]> {
    const failed: string[] = [];
    await untilAnswered(dial, addresses, probe, never, (reason) => failed.push(reason));
    return failed;
  }

  it("must ask by HTTP until the status is good", async () => {
    const statuses = [503, 404, 302];
    const port = await listen(
      http.createServer((_, answer) => answer.writeHead(statuses.shift() ?? 0).end()),
    );
    assert.deepEqual(await failures(httpProbe(port)), [
      "it answered with status 503",
      "it answered with status 404",
    ]);
  });

  it("must send the path and the headers, and the address as the host where none is given", async () => {
    const asked: unknown[] = [];
    const server = http.createServer(({ url, headers }, answer) => {
      asked.push([url, headers.host, headers["x-token"]]);
      answer.end();
    });
    const port = await listen(server);
    await failures(httpProbe(port, { path: "/ok?deep=1", headers: { "X-Token": "t" } }));
    await failures(httpProbe(port, { headers: { host: "shop.example" } }));
    assert.deepEqual(asked, [
      ["/ok?deep=1", `127.0.0.1:${port}`, "t"],
      ["/ok", "shop.example", undefined],
    ]);
  });

  it("must take any certificate with https", async () => {
    const { certificate, privateKey } = await makeAuthority("nobody", new Date());
    const options = { cert: certificate, key: privateKey };
    const port = await listen(https.createServer(options, (_, answer) => answer.end()));
    assert.deepEqual(await failures(httpProbe(port, { scheme: "https" })), []);
  });

  it("must be content with a TCP connection where that is asked", async () => {
    const port = await listen(net.createServer((socket) => socket.destroy()));
    assert.deepEqual(await failures({ kind: "tcp", port, ...times }), []);
  });

  it("must be answered by one of several addresses", async () => {
    const port = await listen(
      http.createServer((_, answer) => answer.end()),
      "127.0.0.2",
    );
    assert.deepEqual(await failures(httpProbe(port), ["127.0.0.1", "127.0.0.2"]), []);
  });

  it("must give up an attempt that takes too long, and make another", async () => {
    let requests = 0;
    const port = await listen(
      http.createServer((_, answer) => {
        requests += 1;
        if (requests > 1) answer.end();
      }),
    );
    assert.deepEqual(await failures(httpProbe(port, { timeoutSeconds: 0.2 })), ["no answer within 0.2 s"]);
  });

  it("must say why nothing is answered, and try again", async () => {
    const reasons = ["ECONNREFUSED", undefined];
    const dial: Dial = (...to) => {
      const reason = reasons.shift();
      return reason === undefined ? dialDirectly(...to) : Promise.reject(new Error(reason));
    };
    const port = await listen(net.createServer());
    assert.deepEqual(await failures({ kind: "tcp", port, ...times }, undefined, dial), ["ECONNREFUSED"]);
  });

  it("must fail at once where the connection to the host is lost", async () => {
    const dial: Dial = () => Promise.reject(new ConnectionLostError("gone"));
    await assert.rejects(failures(httpProbe(1), undefined, dial), ConnectionLostError);
  });

  it("must stop when it is aborted in the middle of an answer", async () => {
    const asked = new EventEmitter();
    const port = await listen(http.createServer(() => asked.emit("asked")));
    const over = new AbortController();
    const running = untilAnswered(dialDirectly, ["127.0.0.1"], httpProbe(port), over.signal, () => undefined);
    await once(asked, "asked");
    over.abort(new Error("enough"));
    await assert.rejects(running, /enough/);
  });
});
