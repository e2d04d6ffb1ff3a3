import assert from "node:assert/strict";
import { ensureEngine } from "../../providers/linux/engine";
import { readHostId } from "../../providers/linux/host-id";
import type { Flavour } from "../support/hosts/host-image";
import { startHost, type TestHost } from "../support/host";
import { answersOf, machineOf, TestConnection } from "./machine";

const nothing = { wanted: {}, formerlyWanted: {} };
const users = [
  { user: "root", flavour: "systemd", password: (): undefined => undefined },
  { user: "deploy", flavour: "bare", password: (): undefined => undefined },
  { user: "admin", flavour: "systemd", password: (host: TestHost) => host.passwords.admin },
] as const satisfies { user: string; flavour: Flavour; password: (host: TestHost) => string | undefined }[];

for (const { user, flavour, password } of users) {
  describe(`the engine of a ${flavour} host, for ${user}`, function () {
    this.timeout(300_000);
    const connection = new TestConnection();
    let host: TestHost;
    before(async () => (host = await startHost({ suite: "bookworm", flavour })));
    after(async () => {
      await connection.close();
      await host.remove();
    });

    it("must be installed, started and left alone by the next call", async () => {
      const remote = await connection.remote(host, user, password(host));
      const machine = await machineOf(remote);
      assert.equal(machine.facts.dockerd, undefined);
      await ensureEngine(machine, answersOf(remote), { install: true, settings: nothing });
      await host.exec(["docker", "info"]);
      assert.equal(await readHostId(remote, machine), undefined);

      const again = await machineOf(remote);
      await ensureEngine(again, answersOf(remote), { install: true, settings: nothing });
      assert.deepEqual(again.said, []);
    });

    it("must outlive the connection that started it, and be started again when it is down", async () => {
      const remote = await connection.remote(host, user, password(host));
      await host.exec(
        flavour === "systemd"
          ? ["systemctl", "stop", "docker.socket", "docker"]
          : ["sh", "-c", "kill $(cat /var/run/docker.pid); while pidof dockerd; do sleep 0.1; done"],
      );
      const machine = await machineOf(remote);
      await ensureEngine(machine, answersOf(remote), { install: true, settings: nothing });
      await connection.close();
      await host.exec(["docker", "info"]);
      assert.deepEqual(machine.said, ["starting the engine"]);
    });
  });
}
