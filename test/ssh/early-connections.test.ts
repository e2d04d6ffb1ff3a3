import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, Socket } from "node:net";
import {
  connectEarly,
  dialledPlaces,
  dialPlace,
  isEarly,
  openEarly,
  type Place,
} from "../../providers/ssh/early-connections";
import { HostKeyError } from "../../providers/ssh/errors";
import { hostKeyAlgorithms } from "../../providers/ssh/host-key";
import { Opening } from "../../providers/ssh/opening";
import { waitFor } from "../support/setup/wait-for";
import { SshServer } from "./ssh-server";

const ordinary = hostKeyAlgorithms({ trusted: [], revoked: [], trustedBy: "first use" });

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
    place = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, hostKeyAlgorithms: ordinary };
  });
  afterEach(async () => {
    accepted.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  const greeted = async (socket: Socket | Opening): Promise<string> => {
    assert.ok(socket instanceof Socket);
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
    const probe = dialPlace({ ...place, port: (other.address() as AddressInfo).port });
    assert.ok(probe instanceof Socket);
    await once(probe, "connect");
    probe.destroy();
    other.close();
    assert.equal(await greeted(dialPlace(place)), "hello");
  });

  describe("whose handshake is begun", () => {
    let ssh: SshServer;
    beforeEach(async () => (ssh = await SshServer.start()));
    afterEach(() => ssh.stop());

    /** Connects to the server and goes on until it waits for a login. */
    const begin = async (changes: Partial<Place> = {}): Promise<void> => {
      const { address, port = 22 } = ssh.target();
      connectEarly([{ host: address, port, hostKeyAlgorithms: ordinary, ...changes }]);
      assert.ok(isEarly());
      let opened: Opening | undefined;
      openEarly(
        class extends Opening {
          constructor(...given: ConstructorParameters<typeof Opening>) {
            super(...given);
            // eslint-disable-next-line @typescript-eslint/no-this-alias -- to look at it from outside
            opened = this;
          }
        },
      );
      await waitFor("the handshake", () => Promise.resolve(opened?.isWaiting === true || undefined));
    };

    it("must be logged in to as any other, and know nobody before", async () => {
      await begin();
      assert.deepEqual(ssh.logins, []);
      await ssh.pool().open(ssh.target());
      assert.equal(ssh.connections, 1);
      assert.deepEqual(ssh.logins, ["none", "password"]);
      assert.equal(isEarly(), false);
    });

    it("must be logged in to where the handshake is still under way", async () => {
      const { address, port = 22 } = ssh.target();
      connectEarly([{ host: address, port, hostKeyAlgorithms: ordinary }]);
      openEarly(Opening);
      await ssh.pool().open(ssh.target());
      assert.equal(ssh.connections, 1);
    });

    it("must be offered nothing if the key that it has shown is not the expected one", async () => {
      await begin();
      const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIDdvxxx3J3jTJ+QvR2gVvZ6dW5yvlEbUzUKmTtHSkeI";
      await assert.rejects(ssh.pool().open(ssh.target({ hostKeys: [other] })), HostKeyError);
      assert.deepEqual(ssh.logins, []);
      assert.equal(ssh.connections, 1);
      await waitFor("its end", () => Promise.resolve(ssh.openConnections === 0 || undefined));
    });

    it("must be dialled anew where another kind of key is asked for", async () => {
      await begin({ hostKeyAlgorithms: [...ordinary].reverse() });
      await ssh.pool().open(ssh.target());
      assert.equal(ssh.connections, 2);
      assert.equal(ssh.openConnections, 1);
    });

    it("must be dialled anew where it broke, and where no such algorithm is known", async () => {
      await begin();
      ssh.cut();
      await waitFor("its end", () => Promise.resolve(ssh.openConnections === 0 || undefined));
      await ssh.pool().open(ssh.target());
      assert.equal(ssh.connections, 2);

      const { address, port = 22 } = ssh.target();
      connectEarly([{ host: address, port, hostKeyAlgorithms: ["no such"] }]);
      openEarly(Opening);
      await ssh.pool().open(ssh.target({ user: "other" }));
    });
  });
});
