import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { delayLink, type DelayLink } from "./delay-link";

describe("delay link", () => {
  let echo: Server;
  let link: DelayLink;
  const open = new Set<Socket>();

  before(async () => {
    echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => {
    for (const socket of open) socket.destroy();
    open.clear();
    link.close();
  });

  after(() => echo.close());

  const target = () => ({ host: "127.0.0.1", port: (echo.address() as AddressInfo).port });

  async function dial(): Promise<Socket> {
    const socket = connect(link.port, link.address);
    open.add(socket);
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return socket;
  }

  it("must deliver every byte in order and count the connections", async () => {
    link = await delayLink({ to: target(), delayMs: 1 });
    const sent = Array.from({ length: 2000 }, (_, index) => `${index};`).join("");
    const socket = await dial();
    for (const part of sent.match(/.{1,97}/g) ?? []) socket.write(part);
    socket.end();
    let heard = "";
    socket.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    await once(socket, "end");
    assert.equal(heard, sent);
    (await dial()).destroy();
    assert.equal(link.connections, 2);
  });

  it("must deliver in order what was under way when the delay became shorter", async () => {
    link = await delayLink({ to: target(), delayMs: 50 });
    const socket = await dial();
    const heard = once(socket, "data");
    const before = link.bytesSent;
    socket.write("first;");
    while (link.bytesSent === before) await new Promise(setImmediate);
    link.delayMs = 0;
    socket.write("second;");
    socket.end();
    let text = String((await heard)[0]);
    for await (const chunk of socket) text += String(chunk);
    assert.equal(text, "first;second;");
  });

  it("must hold a byte for the delay on its way there and again on its way back", async () => {
    const waiting: { action: () => void; delayMs: number }[] = [];
    const delays: number[] = [];
    link = await delayLink({
      to: target(),
      delayMs: 20,
      later: (action, delayMs) => waiting.push({ action, delayMs }),
    });
    const socket = await dial();
    socket.write("x");
    const answered = once(socket, "data");
    while (delays.length < 3) {
      const next = waiting.shift();
      if (next === undefined) await new Promise(setImmediate);
      else {
        delays.push(next.delayMs);
        next.action();
      }
    }
    assert.equal(String((await answered)[0]), "x");
    assert.deepEqual(delays, [40, 20, 20]);
  });

  it("must break the connections there are when it is cut, and accept new ones", async () => {
    link = await delayLink({ to: target() });
    const socket = await dial();
    socket.write("x");
    await once(socket, "data");
    link.cut();
    await once(socket, "close");
    const next = await dial();
    next.write("y");
    assert.equal(String((await once(next, "data"))[0]), "y");
  });

  it("must refuse new connections and keep the old ones, until it accepts again at the same port", async () => {
    link = await delayLink({ to: target() });
    const port = link.port;
    const old = await dial();
    link.refuse();
    await assert.rejects(dial(), { code: "ECONNREFUSED" });
    old.write("x");
    assert.equal(String((await once(old, "data"))[0]), "x");
    await link.accept();
    assert.equal(link.port, port);
    await dial();
  });

  it("must deliver what was sent while it was stalled once it resumes, and nothing before", async () => {
    link = await delayLink({ to: target() });
    const socket = await dial();
    socket.write("a");
    await once(socket, "data");
    link.stall();
    let heard = "";
    socket.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    socket.write("b");
    const other = await dial();
    const direct = connect(target());
    open.add(direct.end("d"));
    await once(direct, "data");
    assert.equal(heard, "");
    link.resume();
    other.write("c");
    assert.equal(String((await once(other, "data"))[0]), "c");
    if (heard === "") await once(socket, "data");
    assert.equal(heard, "b");
  });
});
