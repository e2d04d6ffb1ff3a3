import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startHost, type TestHost } from "../host";
import { run } from "../setup/command";
import { OWNER_LABEL } from "./engine-cli";
import { ownerOfSandbox, sandboxName } from "./sandbox-name";
import { hasHostsInUse, removeLeftoverHosts } from "./leftovers";

describe("leftover hosts", function () {
  this.timeout(300_000);
  let host: TestHost;

  before(async () => (host = await startHost({ flavour: "bare" })));
  after(async () => host.remove());

  it("must be removed where their test run has ended, and stay where it has not", async () => {
    const ended = spawn("true");
    await once(ended, "exit");
    const left = `${host.name}-left`;
    const label = `${OWNER_LABEL}=${ended.pid ?? 0}`;
    await run(["docker", "create", "--name", left, "--label", label, host.image]);
    const sandbox = sandboxName();
    const leftSandbox = sandbox.replace(String(process.pid), String(ended.pid));
    for (const name of [sandbox, leftSandbox]) await run(["docker", "create", "--name", name, host.image]);
    try {
      await removeLeftoverHosts();
      const all = (await run(["docker", "ps", "--all", "--format", "{{.Names}}"])).split("\n");
      const ours = [host.name, left, sandbox, leftSandbox];
      assert.deepEqual(
        ours.filter((name) => all.includes(name)),
        [host.name, sandbox],
      );
      assert.equal(await hasHostsInUse(), true);
    } finally {
      await run(["docker", "rm", sandbox]);
    }
  });

  it("must not be taken for sandboxes of the tests where they have other names", () => {
    for (const name of [
      "shop-dev-box",
      "moorage-test-box-1",
      "moorage-test-box-ab-1",
      "my-moorage-test-box-1-2",
    ])
      assert.equal(ownerOfSandbox(name), undefined, name);
  });
});
