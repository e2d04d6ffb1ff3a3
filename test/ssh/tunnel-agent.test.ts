import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { TunnelAgent } from "../../providers/ssh/tunnel-agent";

describe("HTTP over streams that are not sockets", () => {
  it("must use one stream again and again without leaving listeners on it", async () => {
    const server = createServer((_, answer) => answer.end("x")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const streams: Duplex[] = [];
    const agent = new TunnelAgent(1, () => {
      const socket = connect(port, "127.0.0.1");
      const stream = Duplex.from({ readable: socket, writable: socket });
      streams.push(stream);
      return stream;
    });
    try {
      const counts: number[] = [];
      for (let asked = 0; asked < 20; asked++) {
        const call = request({ agent, path: "/" }).end();
        const [answer] = (await once(call, "response")) as [IncomingMessage];
        answer.resume();
        await once(answer, "end");
        counts.push(streams[0]?.listenerCount("error") ?? 0);
      }
      assert.equal(streams.length, 1);
      assert.equal(counts.at(-1), counts[1]);
    } finally {
      streams.forEach((stream) => stream.destroy());
      agent.destroy();
      server.close();
    }
  });

  it("must survive the cancelling of a request in the moment in which its answer ends", async () => {
    const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    const agent = new TunnelAgent(1, () => stream);
    const cancel = new AbortController();
    // Unlike once(), it takes no part in the stream's errors.
    const closed = new Promise((resolve) => stream.once("close", resolve));
    try {
      const call = request({ agent, path: "/", signal: cancel.signal }).end();
      call.on("error", () => undefined);
      call.once("response", (answer) => {
        answer.on("error", () => undefined);
        answer.once("data", () => cancel.abort());
      });
      stream.push("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
      await closed;
    } finally {
      agent.destroy();
    }
  });

  it("must use the streams that were opened ahead, but none that has ended since, and no more than that", async () => {
    const server = createServer((_, answer) => answer.end("x")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const sockets: Socket[] = [];
    const open = (): Socket => {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      return socket;
    };
    const agent = new TunnelAgent(3, open);
    const ask = async (): Promise<void> => {
      const call = request({ agent, path: "/" }).end();
      const [answer] = (await once(call, "response")) as [IncomingMessage];
      answer.resume();
      await once(answer, "end");
    };
    try {
      agent.keep(open());
      agent.keep(open());
      assert.equal(sockets.length, 2);
      await Promise.all([ask(), ask()]);
      assert.equal(sockets.length, 2);
      agent.keep(open());
      const [, , ended] = sockets;
      assert.ok(ended);
      const closed = once(ended, "close");
      ended.end();
      await closed;
      await Promise.all([ask(), ask(), ask()]);
      assert.equal(sockets.length, 4);
    } finally {
      sockets.forEach((socket) => socket.destroy());
      agent.destroy();
      server.close();
    }
  });
});
