import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { connectEarly, dialledPlaces, dialPlace, type Place } from "../../providers/ssh/early-sockets";
import { SshServer } from "./ssh-server";

describe("a place that is connected to before it is dialled", () => {
  let server: Server;
  let place: Place;
  const accepted: Socket[] = [];
  beforeEach(async () => {
    accepted.length = 0;
    server = createServer((socket) => {
      accepted.push(socket);
      socket.on("error", () => undefined).write("hello");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    place = { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
  });
  afterEach(async () => {
    accepted.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  const greeted = async (socket: Socket): Promise<string> => {
    await once(socket, "connect");
    const [greeting] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return greeting.toString();
  };

  it("must be connected to once, and lose nothing of what it said meanwhile", async () => {
    const connection = once(server, "connection");
    connectEarly([place]);
    await connection;
    assert.equal(await greeted(dialPlace(place)), "hello");
    assert.equal(accepted.length, 1);
    assert.ok(dialledPlaces().some(({ port }) => port === place.port));
  });

  it("must be waited for where the connection is not there yet", async () => {
    connectEarly([place]);
    assert.equal(await greeted(dialPlace(place)), "hello");
    assert.equal(accepted.length, 1);
  });

  it("must be dialled anew the second time, and where it refused at first", async () => {
    connectEarly([place]);
    assert.equal(await greeted(dialPlace(place)), "hello");
    assert.equal(await greeted(dialPlace(place)), "hello");
    assert.equal(accepted.length, 2);

    await new Promise((resolve) => server.close(resolve));
    connectEarly([place]);
    // A refusal is there before the next connection is.
    server.listen(place.port, place.host);
    await once(server, "listening");
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const probe = dialPlace({ host: "127.0.0.1", port: (other.address() as AddressInfo).port });
    await once(probe, "connect");
    probe.destroy();
    other.close();
    assert.equal(await greeted(dialPlace(place)), "hello");
  });

  it("must be logged in to as any other", async () => {
    const ssh = await SshServer.start();
    try {
      const { address, port = 22 } = ssh.target();
      connectEarly([{ host: address, port }]);
      await ssh.pool().open(ssh.target());
      assert.equal(ssh.connections, 1);
    } finally {
      await ssh.stop();
    }
  });
});
