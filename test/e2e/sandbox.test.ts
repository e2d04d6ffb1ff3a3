import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { ensureSandboxImage } from "../support/hosts/sandbox-image";
import { sandboxName } from "../support/hosts/sandbox-name";
import { freePort } from "../support/hosts/free-port";
import { get } from "../support/http";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { capture, run } from "../support/setup/command";
import { ensureEngine } from "../support/setup/engine";

const program = `
const box = new moorage.Sandbox("box", {
  name: config.require("name"),
  ports: [{ host: config.requireNumber("port"), container: 8080 }],
});
const host = new moorage.Host("box", { connection: box.connection });
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
  restart: "unless-stopped",
});
exports.port = box.port;`;

describe("A sandbox in a program", function () {
  this.timeout(600_000);
  const name = sandboxName();
  let images: Archives;
  let port: number;
  let stack: TestStack;

  before(async () => {
    await ensureEngine();
    await ensureSandboxImage("bookworm");
    images = await archives();
    port = await freePort();
    const archive = await images.save("web", webImage());
    stack = await createStack({ program, config: { name, port: String(port), archive } });
  });
  after(async () => {
    await capture(["docker", "rm", "--force", "--volumes", name]);
    await stack?.discard();
    await images?.discard();
  });

  async function sshPort(): Promise<number> {
    return (await stack.outputs())["port"] as number;
  }

  it("must be previewed with all that will be on it, its address not known yet", async () => {
    const preview = (await stack.preview()).succeeded();
    assert.deepEqual(preview.changes, [
      "create Container web",
      "create Host box",
      "create Image web",
      "create Sandbox box",
    ]);
    assert.deepEqual(preview.diagnostics, []);
  });

  it("must serve on this machine what runs on it, and then have nothing to change", async () => {
    (await stack.up()).succeeded();
    await get(port);
    const again = (await stack.up()).succeeded();
    assert.deepEqual(again.changes, []);
  });

  it("must keep its private key out of sight", async () => {
    const { outputs } = (await stack.resource("Sandbox", "box")) ?? {};
    assert.deepEqual(Object.keys(outputs?.["privateKey"] ?? {}).sort(), [
      "4dabf18193072939515e22adb298388d",
      "ciphertext",
    ]);
    assert.equal(outputs?.["address"], "127.0.0.1");
  });

  it("must have what is on it left alone after a restart that gave it another port", async () => {
    const before = await sshPort();
    const container = (await stack.resource("Container", "web"))?.outputs?.["containerId"];
    // Whoever takes the port while it is stopped makes the engine choose another one.
    await run(["docker", "stop", name]);
    const squatter = `${name}-squatter`;
    const image = await ensureSandboxImage("bookworm");
    const publish = `--publish=127.0.0.1:${before}:1`;
    await run(["docker", "run", "--detach", "--name", squatter, publish, "--entrypoint=sleep", image, "600"]);
    try {
      await run(["docker", "start", name]);
      await get(port);
      const up = (await stack.up()).succeeded();
      assert.deepEqual(up.changes, ["update Host box [connection.port]"]);
      assert.notEqual(await sshPort(), before);
      assert.equal((await stack.resource("Container", "web"))?.outputs?.["containerId"], container);
      assert.deepEqual((await stack.up()).succeeded().changes, []);
    } finally {
      await run(["docker", "rm", "--force", "--volumes", squatter]);
    }
  });

  it("must be started again where it was stopped", async () => {
    await run(["docker", "stop", name]);
    (await stack.up()).succeeded();
    await get(port);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must be gone with all that was on it", async () => {
    (await stack.destroy()).succeeded();
    assert.deepEqual(await stack.resources(), []);
    const left = await run(["docker", "ps", "--all", "--quiet", "--filter", `name=${name}`]);
    assert.equal(left, "");
  });
});
