import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { ChannelStream, release } from "../../providers/ssh/channel-stream";
import { MAX_STREAMS } from "../../providers/ssh/connection";
import { ChannelRefusedError } from "../../providers/ssh/errors";
import { Slots } from "../../providers/ssh/slots";
import { SshServer } from "./ssh-server";

describe("a connection", () => {
  let ssh: SshServer;
  let listener: Server;
  let path: string;
  beforeEach(async () => {
    ssh = await SshServer.start();
    path = join(ssh.home, "socket");
    listener = createServer();
    await new Promise<void>((resolve) => listener.listen(path, resolve));
  });
  afterEach(async () => {
    await ssh.stop();
    listener.close();
  });

  it("must open no more streams at once than its cap, and the rest when others close", async () => {
    const connection = await ssh.pool().open(ssh.target());
    const opening = Array.from({ length: MAX_STREAMS + 5 }, () => connection.streamToSocket(path));
    const first = await Promise.all(opening.slice(0, MAX_STREAMS));
    assert.equal(ssh.peakStreams, MAX_STREAMS);
    first.forEach(release);
    await Promise.all(opening);
    assert.equal(ssh.peakStreams, MAX_STREAMS);
  });

  it("must give up a stream that waits for a place", async () => {
    const connection = await ssh.pool().open(ssh.target());
    await Promise.all(Array.from({ length: MAX_STREAMS }, () => connection.streamToSocket(path)));
    const controller = new AbortController();
    const waiting = connection.streamToSocket(path, controller.signal);
    controller.abort();
    await assert.rejects(waiting, { name: "CancelledError" });
  });

  it("must name the machine when a stream is refused, and stay usable", async () => {
    const connection = await ssh.pool().open(ssh.target());
    await assert.rejects(connection.streamToSocket("/no/such/socket"), (error: Error) => {
      assert.ok(error instanceof ChannelRefusedError);
      assert.match(error.message, /deploy@127\.0\.0\.1/);
      return true;
    });
    release(await connection.streamToSocket(path));
  });
});

describe("a channel as a stream", () => {
  it("must be closed at once when it is destroyed while it opens, and give up the opening", async () => {
    let isGivenUp = false;
    const stream: ChannelStream = new ChannelStream(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            isGivenUp = true;
            reject(new Error("given up"));
          });
          setImmediate(() => stream.destroy());
        }),
      () => undefined,
    );
    stream.on("error", () => undefined);
    await new Promise((resolve) => stream.on("close", resolve));
    assert.equal(isGivenUp, true);
  });
});

describe("places", () => {
  it("must be given in the order of asking", async () => {
    const slots = new Slots(1);
    const order: number[] = [];
    const work = [1, 2, 3].map(async (number) => {
      const giveBack = await slots.take();
      order.push(number);
      giveBack();
      giveBack();
    });
    await Promise.all(work);
    assert.deepEqual(order, [1, 2, 3]);
    assert.equal(slots.demand, 0);
  });

  it("must not be lost by one who stops waiting", async () => {
    const slots = new Slots(1);
    const giveBack = await slots.take();
    const controller = new AbortController();
    const leaving = slots.take(controller.signal);
    const staying = slots.take();
    controller.abort();
    await assert.rejects(leaving, { name: "CancelledError" });
    giveBack();
    (await staying)();
    assert.equal(slots.demand, 0);
  });
});
