import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import {
  AddressNotFoundError,
  ConnectionRefusedError,
  DialTimeoutError,
  HandshakeInterruptedError,
  NotAnSshServerError,
} from "../../providers/ssh/errors";
import { SshServer } from "./ssh-server";

describe("dialling", () => {
  let ssh: SshServer;
  let other: Server | undefined;
  beforeEach(async () => (ssh = await SshServer.start()));
  afterEach(async () => {
    await ssh.stop();
    const closing = other;
    other = undefined;
    if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
  });

  const listen = async (server: Server, port = 0): Promise<number> => {
    other = server;
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  const freePort = async (): Promise<number> => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    other = undefined;
    return port;
  };

  it("a closed port must end as refused, after more than one attempt, each reported", async () => {
    const reports: string[] = [];
    const target = ssh.target({ port: await freePort(), label: "web-1", dialTimeoutSeconds: 1 });
    await assert.rejects(
      ssh.pool().open(target, { onProgress: (report) => reports.push(report) }),
      (error: Error) => {
        assert.ok(error instanceof ConnectionRefusedError);
        assert.match(
          error.message,
          /^web-1 \(deploy@127\.0\.0\.1:\d+\) refuses the connection.*attempts in 1 s/,
        );
        assert.equal(error.property, "connection.port");
        return true;
      },
    );
    assert.match(reports[0] ?? "", /^dial 1 failed: refuses the connection: nothing listens at that port$/);
  });

  it("a machine that is still booting must be reached once it answers", async () => {
    const port = ssh.port;
    const busy = createServer((socket) => socket.destroy());
    const early = await listen(busy);
    const reports: string[] = [];
    const pool = ssh.pool();
    const opening = pool.open(ssh.target({ port: early }), {
      onProgress: (report) => {
        reports.push(report);
        if (reports.length > 1) return;
        // From now on the port leads to a real server.
        busy.removeAllListeners("connection");
        busy.on("connection", (socket: Socket) => {
          const onward = connect(port, "127.0.0.1");
          socket.pipe(onward).pipe(socket);
          socket.on("error", () => onward.destroy()).on("close", () => onward.destroy());
          onward.on("error", () => socket.destroy());
        });
      },
    });
    assert.equal((await opening).isOpen, true);
    assert.match(reports.join(), /hung up before the login was done/);
    await pool.closeAll();
  });

  it("a port that accepts and says nothing must end as timed out", async () => {
    const sockets: Socket[] = [];
    const port = await listen(createServer((socket) => sockets.push(socket)));
    const opening = ssh.pool().open(ssh.target({ port, dialTimeoutSeconds: 0.5 }));
    await assert.rejects(opening, (error: Error) => {
      assert.ok(error instanceof DialTimeoutError);
      assert.match(error.message, /says nothing/);
      return true;
    });
    for (const socket of sockets) socket.destroy();
  });

  it("a port that speaks HTTP must be named as no SSH server, without another attempt", async () => {
    let requests = 0;
    const http = createHttpServer();
    http.on("connection", () => (requests += 1));
    const port = await listen(http);
    await assert.rejects(ssh.pool().open(ssh.target({ port })), (error: Error) => {
      assert.ok(error instanceof NotAnSshServerError);
      assert.match(error.message, /it says "HTTP\/1\.1 400 Bad Request"/);
      return true;
    });
    assert.equal(requests, 1);
  });

  it("a server that hangs up at once must end as interrupted", async () => {
    const port = await listen(createServer((socket) => socket.destroy()));
    await assert.rejects(
      ssh.pool().open(ssh.target({ port, dialTimeoutSeconds: 0.5 })),
      HandshakeInterruptedError,
    );
  });

  it("a name that does not resolve must be named, without another attempt", async () => {
    await assert.rejects(
      ssh.pool().open(ssh.target({ address: "no-such-host.invalid" })),
      (error: Error) => error instanceof AddressNotFoundError || /cannot be reached/.test(error.message),
    );
  });

  it("what is no name at all must be refused without another attempt", async () => {
    const address = "a".repeat(300);
    const told: string[] = [];
    const opening = ssh.pool().open(ssh.target({ address }), { onProgress: (line) => told.push(line) });
    await assert.rejects(opening, { name: "AddressNotFoundError", property: "connection.address" });
    assert.deepEqual(told, []);
  });

  it("an abort must stop dialling at once, before and during it", async () => {
    const port = await freePort();
    const controller = new AbortController();
    const opening = ssh.pool().open(ssh.target({ port, dialTimeoutSeconds: 600 }), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(opening, { name: "CancelledError" });
    await assert.rejects(ssh.pool().open(ssh.target(), { signal: AbortSignal.abort() }), {
      name: "CancelledError",
    });
  });
});
