import assert from "node:assert/strict";
import { type Agent, request } from "node:http";
import { shell } from "../../providers/ssh/command";
import { SudoError } from "../../providers/ssh/command-error";
import { SshPool } from "../../providers/ssh/pool";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import { quote } from "../../providers/ssh/quote";
import type { ConnectionTarget } from "../../providers/ssh/target";
import { openTunnel } from "../../providers/ssh/tunnel";
import {
  EngineDownError,
  SocketMissingError,
  SocketPermissionError,
} from "../../providers/ssh/tunnel-errors";
import { startHost, type TestHost } from "../support/host";
import { waitFor } from "../support/setup/wait-for";

const SOCKET = "/var/run/docker.sock";

function targetOf(host: TestHost, user: string, changes: Partial<ConnectionTarget> = {}): ConnectionTarget {
  return {
    address: host.address,
    port: host.port,
    user,
    hostKeys: host.hostKeys,
    auth: { privateKey: host.key.privateKey },
    dialTimeoutSeconds: 20,
    ...changes,
  };
}

async function get(tunnel: { agent: Agent }, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: "docker", path, agent: tunnel.agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(text)).on("error", reject);
    })
      .on("error", reject)
      .end();
  });
}

describe("SSH to a stock sshd", () => {
  let host: TestHost;
  let pool: SshPool;
  const remoteOf = async (user: string, sudoPassword?: string): Promise<SshRemote> =>
    new SshRemote(await pool.open(targetOf(host, user)), sudoPassword);

  before(async function () {
    this.timeout(300_000);
    host = await startHost({ flavour: "docker" });
  });
  after(() => host.remove());
  beforeEach(() => (pool = new SshPool({ home: undefined, agentSocket: undefined })));
  afterEach(() => pool.closeAll());

  it("fifty commands at once must share one connection and be refused nothing", async () => {
    await host.forgetSshdLog();
    const outputs = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => (await remoteOf("deploy")).run(["echo", String(index)])),
    );
    assert.deepEqual(
      outputs.map((output) => output.stdout.trim()),
      Array.from({ length: 50 }, (_, index) => String(index)),
    );
    const { connections, refusals } = await host.sshdCounts();
    assert.deepEqual({ connections, refusals }, { connections: 1, refusals: 0 });
  });

  it("sudo must ask for the password, get it, and hand the rest of the input to the command", async () => {
    const remote = await remoteOf("admin", host.passwords.admin);
    const result = await remote.run(shell("id -u; cat"), { sudo: true, stdin: "the input\n" });
    assert.equal(result.stdout, "0\nthe input\n");
  });

  it("a cached sudo ticket must not let the password reach the command", async () => {
    const remote = await remoteOf("admin", host.passwords.admin);
    await remote.run(["true"], { sudo: true });
    const { stdout } = await remote.run(["cat"], { sudo: true, stdin: "only this" });
    assert.equal(stdout, "only this");
  });

  for (const [user, password, reason] of [
    ["admin", undefined, "password-needed"],
    ["admin", "wrong", "wrong-password"],
    ["plain", "of the user", "not-permitted"],
  ] as const) {
    it(`sudo for ${user} with ${password ?? "no"} password must fail as ${reason}`, async () => {
      const given = password === "of the user" ? host.passwords.plain : password;
      const remote = await remoteOf(user, given);
      await assert.rejects(remote.run(["true"], { sudo: true }), (error: SudoError) => {
        assert.equal(error.reason, reason, error.message);
        return error instanceof SudoError;
      });
    });
  }

  it("an upload by sudo must have its mode and owner, and leave no temporary file", async () => {
    const remote = await remoteOf("deploy");
    await remote.upload("/etc/moorage-test", "secret", { mode: 0o400, owner: "root:adm", sudo: true });
    const { stdout } = await remote.run(["stat", "-c", "%a %U:%G %s", "/etc/moorage-test"], { sudo: true });
    assert.equal(stdout, "400 root:adm 6\n");
    assert.equal((await host.exec(["sh", "-c", "ls -a /etc | grep -c '^.moorage' || true"])).trim(), "0");
  });

  it("a cancelled command must be gone from the machine, with sudo too", async () => {
    for (const [user, seconds] of [
      ["deploy", "4241"],
      ["admin", "4242"],
      ["root", "4243"],
    ] as const) {
      const remote = await remoteOf(user, host.passwords.admin);
      const controller = new AbortController();
      const script = shell(`echo started; sleep ${seconds}; true`);
      const running = remote.run(script, {
        sudo: true,
        signal: controller.signal,
        onLine: () => controller.abort(),
      });
      await assert.rejects(running, { name: "CancelledError" });
      const last = seconds.slice(-1);
      const isGone = `for i in 1 2 3 4 5 6 7 8 9 10; do
        grep -lzx '${seconds.slice(0, -1)}[${last}]' /proc/[0-9]*/cmdline 2>/dev/null || exit 0; sleep 0.1
      done; exit 1`;
      assert.equal((await host.capture(["sh", "-c", isGone])).code, 0, user);
    }
  });

  it("a user with the right to the socket must get it by forwarding, without a session", async () => {
    const tunnel = await openTunnel(await remoteOf("root"), { socketPath: SOCKET, sudo: true });
    assert.equal(tunnel.access, "streamlocal");
    await host.forgetSshdLog();
    const answers = await Promise.all(Array.from({ length: 50 }, () => get(tunnel, "/_ping")));
    assert.deepEqual(new Set(answers), new Set(["OK"]));
    const { sessions, refusals } = await host.sshdCounts();
    assert.deepEqual({ sessions, refusals }, { sessions: 0, refusals: 0 });
  });

  for (const [user, access] of [
    ["deploy", "dial-stdio-sudo"],
    ["admin", "dial-stdio-sudo"],
  ] as const) {
    it(`${user}, who has no right to the socket, must get it by ${access}`, async () => {
      const remote = await remoteOf(user, user === "admin" ? host.passwords.admin : undefined);
      const tunnel = await openTunnel(remote, { socketPath: SOCKET, sudo: true });
      assert.equal(tunnel.access, access);
      const answers = await Promise.all(Array.from({ length: 50 }, () => get(tunnel, "/_ping")));
      assert.deepEqual(new Set(answers), new Set(["OK"]));
      await pool.closeAll();
      await waitFor("dial-stdio to end", async () =>
        (await host.capture(["pgrep", "-f", "system dial-stdio"])).code === 1 ? true : undefined,
      );
    });
  }

  it("a machine that is booting and turns users away must be tried again, with its own words", async () => {
    await host.exec(["sh", "-c", "echo 'System is booting up.' >/run/nologin"]);
    const reports: string[] = [];
    const onProgress = (report: string): void => {
      reports.push(report);
      void host.exec(["rm", "-f", "/run/nologin"]);
    };
    const connection = await pool.open(targetOf(host, "deploy"), { onProgress });
    assert.equal(connection.isOpen, true);
    assert.match(reports[0] ?? "", /it said: System is booting up\./);
  });

  it("a wrong password must be refused as an authentication error", async () => {
    const target = targetOf(host, "admin", { auth: { password: "wrong" } });
    await assert.rejects(pool.open(target), { name: "AuthenticationError" });
  });

  it("a socket without the right to it must be told from one that is missing", async () => {
    const remote = await remoteOf("plain");
    for (const sudo of [false, true]) {
      const refused = openTunnel(remote, { socketPath: SOCKET, sudo });
      await assert.rejects(refused, SocketPermissionError);
      await assert.rejects(refused, /group that owns it.* or .*sudo/);
    }
    await assert.rejects(openTunnel(remote, { socketPath: "/run/no.sock", sudo: false }), SocketMissingError);
  });

  it("a socket that nobody listens on must be reported as an engine that is down", async () => {
    const path = "/run/stale.sock";
    await host.exec([
      "perl",
      "-MIO::Socket::UNIX",
      "-e",
      `IO::Socket::UNIX->new(Local=>"${path}",Listen=>1) or die`,
    ]);
    const remote = await remoteOf("root");
    await assert.rejects(openTunnel(remote, { socketPath: path, sudo: false }), EngineDownError);
  });

  it("any argument must reach the command as it is", async () => {
    const remote = await remoteOf("deploy");
    const words = ["", "a b", "$HOME", "`id`", "it's", "\\", "\n", "*", "ü€", "!x", "-n"];
    const { stdout } = await remote.run(["printf", "%s\\0", ...words]);
    assert.deepEqual(stdout.split("\0").slice(0, -1), words);
    assert.equal((await remote.run(shell(`printf %s ${quote("$x")}`))).stdout, "$x");
  });
});

describe("SSH to an sshd with unusual settings", () => {
  let pool: SshPool;
  let host: TestHost | undefined;
  beforeEach(() => (pool = new SshPool({ home: undefined, agentSocket: undefined })));
  afterEach(async () => {
    await pool.closeAll();
    await host?.remove();
  });

  it("few sessions must only make commands wait", async function () {
    this.timeout(120_000);
    host = await startHost({ flavour: "bare", sshdConfig: ["MaxSessions 3"] });
    const remote = new SshRemote(await pool.open(targetOf(host, "root")));
    const results = await Promise.all(Array.from({ length: 20 }, () => remote.run(["echo", "x"])));
    assert.equal(results.length, 20);
  });

  it("forbidden forwarding must lead to dial-stdio", async function () {
    this.timeout(120_000);
    host = await startHost({ flavour: "docker", sshdConfig: ["AllowStreamLocalForwarding no"] });
    const remote = new SshRemote(await pool.open(targetOf(host, "root")));
    const tunnel = await openTunnel(remote, { socketPath: SOCKET, sudo: true });
    assert.equal(tunnel.access, "dial-stdio");
    assert.equal(await get(tunnel, "/_ping"), "OK");
  });
});
