import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startHost, type TestHost } from "../host";
import { run } from "../setup/command";
import { OWNER_LABEL } from "./engine-cli";
import { hasHostsInUse, removeLeftoverHosts } from "./leftovers";

describe("leftover hosts", function () {
  this.timeout(300_000);
  let host: TestHost;

  before(async () => (host = await startHost({ flavour: "bare" })));
  after(async () => host.remove());

  it("must be removed where their test run has ended, and stay where it has not", async () => {
    const ended = spawn("true");
    await once(ended, "exit");
    const name = `${host.name}-left`;
    const label = `${OWNER_LABEL}=${ended.pid ?? 0}`;
    await run(["docker", "create", "--name", name, "--label", label, host.image]);
    await removeLeftoverHosts();
    const names = await run(["docker", "ps", "--all", "--format", "{{.Names}}"]);
    assert.ok(names.split("\n").includes(host.name));
    assert.equal(names.split("\n").includes(name), false);
    assert.equal(await hasHostsInUse(), true);
  });
});
