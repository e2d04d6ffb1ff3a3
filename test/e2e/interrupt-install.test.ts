import assert from "node:assert/strict";
import { startHost, type TestHost } from "../support/host";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import { allGone, type RunningCommand } from "../support/pulumi/running-command";
import type { TestStack } from "../support/pulumi/stack";
import { waitFor } from "../support/setup/wait-for";

/** One host, and one installation that each test brings a bit further. */
describe("An installation that is broken off", function () {
  this.timeout(180_000);
  let host: TestHost;
  let stack: TestStack;

  before(async () => {
    host = await startHost({ flavour: "bare" });
    stack = await createHostStack(host, { program: declareHost });
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
  });

  it("must end on the host as well after Ctrl-C", async () => {
    const run = await disturbUp("pgrep -x apt-get", (up) => up.interrupt());
    assert.match(run.errors.join("\n"), /canceled on host/i);
    await packageManagerGone();
  });

  it("must end on the host as well after the CLI was killed", async () => {
    let plugins: readonly number[] = [];
    await disturbUp("pgrep -x dpkg", async (up) => {
      plugins = await up.plugins();
      up.kill();
    });
    assert.notEqual(plugins.length, 0);
    await allGone(plugins);
    await packageManagerGone();
    (await stack.pulumi(["cancel", "--yes"])).succeeded();
  });

  it("must leave the package manager usable after the plugin was killed", async () => {
    const run = await disturbUp("pgrep -x dpkg", killPlugins);
    assert.notEqual(run.code, 0);
  });

  it("must start no second engine after the plugin was killed while the first one started", async () => {
    const run = await disturbUp("[ -S /var/run/docker.sock ]", killPlugins);
    assert.notEqual(run.code, 0);
    (await stack.up()).succeeded();
    assert.equal(await host.exec(["pgrep", "-c", "-x", "dockerd"]), "1");
    assert.match(await host.exec(["docker", "version"]), /Server/);
    assert.equal(await host.exec(["dpkg", "--audit"]), "");
    await packageManagerGone();
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  /** Runs `up`, does something to it as soon as a test in the host's shell succeeds, and waits for its end. */
  async function disturbUp(test: string, disturb: (up: RunningCommand) => unknown) {
    const up = await stack.beginUp();
    await up.reaches(host.exec(["sh", "-c", `until ${test}; do sleep 0.02; done`]));
    await disturb(up);
    return up.ended;
  }

  async function killPlugins(up: RunningCommand): Promise<void> {
    for (const pid of await up.plugins()) process.kill(pid, "SIGKILL");
  }

  async function packageManagerGone(): Promise<void> {
    await waitFor("the end of the package manager", async () => {
      const { code } = await host.capture(["pgrep", "-x", "apt-get|dpkg|dpkg-deb"]);
      return code === 1 ? true : undefined;
    });
  }
});
