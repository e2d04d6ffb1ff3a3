import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { ConnectionLostError, ConnectionRefusedError, HostKeyError } from "../../providers/ssh/errors";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import { shell } from "../../providers/ssh/command";
import { newKey, pinOf, SshServer } from "./ssh-server";

describe("the pool", () => {
  let ssh: SshServer;
  beforeEach(async () => (ssh = await SshServer.start()));
  afterEach(() => ssh.stop());

  it("any number of callers at once must share one connection", async () => {
    const pool = ssh.pool();
    const opened = await Promise.all(Array.from({ length: 50 }, () => pool.open(ssh.target())));
    assert.equal(new Set(opened).size, 1);
    assert.equal(ssh.connections, 1);
  });

  it("another user or credential must get a connection of its own, another label not", async () => {
    const accepting = await SshServer.start({ authenticate: (context) => context.accept() });
    const pool = accepting.pool();
    const first = await pool.open(accepting.target());
    assert.equal(await pool.open(accepting.target({ label: "web", sudoPassword: "x" })), first);
    assert.notEqual(await pool.open(accepting.target({ user: "root" })), first);
    assert.notEqual(await pool.open(accepting.target({ auth: { password: "other" } })), first);
    await accepting.stop();
  });

  it("an idle connection must be closed, and a busy one not", async () => {
    const pool = ssh.pool({ idleSeconds: 0.05 });
    const connection = await pool.open(ssh.target());
    const remote = new SshRemote(connection);
    const long = remote.run(shell("sleep 0.5"));
    await remote.run(["true"]);
    await long;
    assert.equal(connection.isOpen, true);
    await connection.closed;
    assert.notEqual(await pool.open(ssh.target()), connection);
  });

  it("a lost connection must fail what runs on it, and be dialled again by the next caller", async () => {
    const pool = ssh.pool();
    const connection = await pool.open(ssh.target());
    const running = new SshRemote(connection).run(shell("echo started; sleep 30"), {
      onLine: () => ssh.cut(),
    });
    await assert.rejects(running, ConnectionLostError);
    const again = await pool.open(ssh.target());
    assert.equal((await new SshRemote(again).run(["echo", "back"])).stdout, "back\n");
    await assert.rejects(new SshRemote(connection).run(["true"]), ConnectionLostError);
  });

  it("a failed dial must be tried again by the next caller, but not by one who asks to fail fast", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const pool = ssh.pool();
    const target = ssh.target({ port, dialTimeoutSeconds: 0.1 });
    let dials = 0;
    const count = { onProgress: () => (dials += 1), deadlineSeconds: 0.6 };
    const error = await pool.open(target).catch((reason: unknown) => reason);
    assert.ok(error instanceof ConnectionRefusedError);
    await assert.rejects(pool.open(target, { failFast: true, ...count }), (second) => second === error);
    assert.equal(dials, 0);
    await assert.rejects(pool.open(target, count), ConnectionRefusedError);
    assert.ok(dials > 0);
  });

  it("one caller's abort must not take the connection from the others", async () => {
    const pool = ssh.pool();
    const controller = new AbortController();
    const leaving = pool.open(ssh.target(), { signal: controller.signal });
    const staying = pool.open(ssh.target());
    controller.abort();
    await assert.rejects(leaving, { name: "CancelledError" });
    assert.equal((await staying).isOpen, true);
  });

  it("the end must close all connections, stop all dials and refuse new ones", async () => {
    const silent = createServer();
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as { port: number };
    const pool = ssh.pool();
    const connection = await pool.open(ssh.target());
    const dialling = assert.rejects(pool.open(ssh.target({ port })), { name: "CancelledError" });
    await pool.closeAll();
    await dialling;
    assert.equal(connection.isOpen, false);
    await assert.rejects(pool.open(ssh.target()), { name: "CancelledError" });
    silent.close();
  });

  describe("through a jump host", () => {
    let jump: SshServer;
    beforeEach(async () => (jump = await SshServer.start()));
    afterEach(() => jump.stop());

    it("a machine must be reached, and the jump host be shared by all behind it", async () => {
      const second = await SshServer.start();
      const pool = ssh.pool();
      const jumpHosts = [jump.target()];
      const [one, two] = await Promise.all([
        pool.open(ssh.target({ jumpHosts })),
        pool.open(second.target({ jumpHosts })),
      ]);
      assert.equal((await new SshRemote(one).run(["echo", "1"])).stdout, "1\n");
      assert.equal((await new SshRemote(two).run(["echo", "2"])).stdout, "2\n");
      assert.equal(jump.connections, 1);
      await pool.closeAll();
      await second.stop();
    });

    it("a machine that refuses the jump host must be told from a jump host that cannot be trusted", async () => {
      const closed = createServer();
      closed.listen(0, "127.0.0.1");
      await once(closed, "listening");
      const { port } = closed.address() as { port: number };
      await new Promise((resolve) => closed.close(resolve));
      const target = ssh.target({ port, jumpHosts: [jump.target()], dialTimeoutSeconds: 0.2 });
      await assert.rejects(ssh.pool().open(target), /cannot be reached from jump host/);
      const distrusted = [jump.target({ hostKeys: [pinOf(newKey())] })];
      await assert.rejects(ssh.pool().open(ssh.target({ jumpHosts: distrusted })), HostKeyError);
    });
  });
});
