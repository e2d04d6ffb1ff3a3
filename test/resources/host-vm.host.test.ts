import assert from "node:assert/strict";
import { host as lifecycle } from "../../providers/resources/host";
import { announce } from "../support/setup/announce";
import { startVm, type TestVm, whyNoVm } from "../support/vm";
import { creating, testContext } from "./host-context";

// A whole image out of one program and the libraries that it needs, as there is no registry.
const RUN_CONTAINER = `
  tar -C / -ch bin/true lib64/ld-linux-x86-64.so.2 lib/x86_64-linux-gnu/libc.so.6 | docker import - tiny >/dev/null &&
  docker run --name tiny tiny /bin/true && docker inspect --format '{{.AppArmorProfile}} {{.State.ExitCode}}' tiny
`;

describe("a Host on a real machine that boots for the first time", function () {
  this.timeout(900_000);
  let vm: TestVm | undefined;
  const until = "until [ -e /run/released ]; do sleep 1; done";

  before(async function () {
    const reason = whyNoVm();
    if (reason === undefined) {
      vm = await startVm({ cloudConfig: { runcmd: [["sh", "-c", until]] } });
      return;
    }
    announce(`no virtual machine here: ${reason}`);
    this.skip();
  });
  after(() => vm?.remove());

  it("must wait for cloud-init and end with an engine that runs containers under AppArmor", async () => {
    assert.ok(vm !== undefined);
    const machine = vm;
    assert.match((await machine.capture("cloud-init status")).stdout, /running/);
    const context = testContext(
      {},
      {
        onProgress: (line) => {
          if (line === "waiting for cloud-init to finish") void machine.exec("touch /run/released");
        },
      },
    );
    const { address, port, key } = machine;
    const connection = { address, port, user: "deploy", privateKey: key.privateKey };
    const inputs = { values: { connection }, secrets: [["connection", "privateKey"]] };
    try {
      const { id = "", state } = await lifecycle.apply(context, creating(inputs));
      assert.ok(context.said.includes("waiting for cloud-init to finish"), context.said.join("\n"));
      assert.match(await machine.exec("cloud-init status"), /done/);
      assert.equal((await machine.exec(RUN_CONTAINER)).trim(), "docker-default 0");
      assert.deepEqual(await lifecycle.read(context, { id, inputs, state }), { id, inputs, state });
    } finally {
      await context.hosts.close();
    }
  });
});
