import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { Client, type ConnectConfig } from "ssh2";
import { startHost, type TestHost } from "./host";
import { run } from "./setup/command";
import { FLAVOURS } from "./hosts/host-image";
import { sshBanner } from "./hosts/ssh-banner";
import { sshRun } from "./hosts/ssh-run";

describe("throwaway host", function () {
  this.timeout(600_000);

  /** Runs a command over an SSH connection of its own and returns what it printed. */
  async function ssh(host: TestHost, login: ConnectConfig, command: string): Promise<string> {
    const { stdout } = await sshRun({ host: host.address, port: host.port, ...login }, command);
    return stdout.trim();
  }

  for (const flavour of FLAVOURS) {
    describe(`with ${flavour}`, () => {
      let host: TestHost;

      before(async () => (host = await startHost({ flavour, publish: [8080] })));
      after(async () => host.remove());

      it("must let every user in by key, with the sudo that is promised", async () => {
        const sudo = "sudo -n true 2>/dev/null && echo root || echo no";
        const allowed = await Promise.all(
          ["root", "deploy", "admin", "plain"].map((username) =>
            ssh(host, { username, privateKey: host.key.privateKey }, sudo),
          ),
        );
        assert.deepEqual(allowed, ["root", "root", "no", "no"]);
      });

      it("must take the passwords, for the login and admin's for sudo", async () => {
        const login = (username: "admin" | "plain") => ({ username, password: host.passwords[username] });
        const sudo = (password: string) => `echo ${password} | sudo -S -p '' id -un 2>/dev/null`;
        assert.equal(await ssh(host, login("admin"), sudo(host.passwords.admin)), "root");
        assert.equal(await ssh(host, login("plain"), sudo(host.passwords.plain)), "");
        await assert.rejects(ssh(host, { ...login("plain"), password: "wrong" }, "true"), /authentication/);
      });

      it("must keep its ports and host keys over a restart, and only its ports over a rebuild", async () => {
        const { port, hostKeys } = host;
        await host.exec(["touch", "/kept"]);
        await host.restart();
        assert.deepEqual([host.port, host.hostKeys], [port, hostKeys]);
        await host.exec(["test", "-e", "/kept"]);
        await host.rebuild();
        assert.equal(host.port, port);
        assert.notDeepEqual(host.hostKeys, hostKeys);
        assert.notEqual((await host.capture(["test", "-e", "/kept"])).code, 0);
      });

      it("must answer the published ports", async () => {
        const answers = ssh(
          host,
          { username: "root", privateKey: host.key.privateKey },
          "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 1, ReuseAddr => 1) or die; $| = 1; print qq{listening\\n}; $s->accept; print qq{met}'",
        );
        await host.exec(["sh", "-c", "until ss -ltn | grep -q ':8080 '; do :; done"]);
        connect(host.published(8080), host.address).end();
        assert.match(await answers, /met/);
      });
    });
  }

  describe("with systemd, its faults", () => {
    let host: TestHost;

    before(async () => {
      host = await startHost({ sshdConfig: ["MaxSessions 1"], smallFolders: { "/var": "90m" } });
    });
    after(async () => host.remove());

    it("must count what its sshd was asked for, and what that refused", async () => {
      await host.forgetSshdLog();
      const client = new Client();
      client.connect({
        host: host.address,
        port: host.port,
        username: "root",
        privateKey: host.key.privateKey,
      });
      await once(client, "ready");
      const open = () =>
        new Promise<Error | undefined>((resolve) => client.exec("cat", (error) => resolve(error)));
      assert.equal(await open(), undefined);
      assert.ok(await open());
      await new Promise<void>((resolve) =>
        client.openssh_forwardOutStreamLocal("/run/dbus/system_bus_socket", () => resolve()),
      );
      client.end();
      assert.deepEqual(await host.sshdCounts(), { connections: 1, sessions: 2, forwards: 1, refusals: 1 });
    });

    it("must have no room left in a small folder, and its content still in it", async () => {
      const install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends docker.io";
      const { code, stderr } = await host.capture(["sh", "-c", install]);
      assert.notEqual(code, 0);
      assert.match(stderr, /No space left on device|not have enough free space/);
      await host.exec(["dpkg", "--status", "openssh-server"]);
    });

    it("must have other host keys of the same types after a rotation", async () => {
      const before = host.hostKeys;
      await host.rotateHostKeys();
      const types = (keys: readonly string[]) => keys.map((key) => key.split(" ")[0]);
      assert.deepEqual(types(host.hostKeys), types(before));
      assert.equal(
        host.hostKeys.some((key) => before.includes(key)),
        false,
      );
    });

    it("must refuse connections while it is off", async () => {
      await host.powerOff();
      await assert.rejects(once(connect(host.port, host.address), "connect"), { code: "ECONNREFUSED" });
      await host.powerOn();
    });

    it("must say nothing while it is paused", async () => {
      await host.pause();
      let isHeard = false;
      const banner = sshBanner(host.address, host.port).finally(() => (isHeard = true));
      await once(connect(host.port, host.address), "connect");
      assert.equal(await run(["docker", "inspect", "--format", "{{.State.Paused}}", host.name]), "true");
      assert.equal(isHeard, false);
      await host.unpause();
      assert.match((await banner) ?? "", /^SSH-2\.0-/);
    });
  });
});
