import assert from "node:assert/strict";
import type { EngineInfo, HostFacts } from "../../sdk/host";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { ensureSandboxImage } from "../support/hosts/sandbox-image";
import { sandboxName } from "../support/hosts/sandbox-name";
import { freePort } from "../support/hosts/free-port";
import { get } from "../support/http";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { capture } from "../support/setup/command";
import { ensureEngine } from "../support/setup/engine";

/** Each suite and each init at least once; bookworm with systemd has a file of its own. */
const boxes = [
  { suite: "bullseye", init: "none", engine: /^20\.10\.5/, name: sandboxName() },
  { suite: "trixie", init: "systemd", engine: /^26\.1/, name: sandboxName() },
] as const;

const program = `
for (const { suite, init, name, port } of config.requireObject("boxes")) {
  const box = new moorage.Sandbox(suite, { name, suite, init, ports: [{ host: port, container: 8080 }] });
  const host = new moorage.Host(suite, { connection: box.connection });
  const image = new moorage.Image(suite, { host, archive: config.require("archive"), name: "moorage-test/web" });
  const ports = [{ host: 8080, container: 80, public: true }];
  new moorage.Container(suite, { host, name: "web", image, ports });
}`;

describe("Sandboxes of other suites", function () {
  this.timeout(600_000);
  let images: Archives;
  let stack: TestStack;
  const ports: number[] = [];

  before(async () => {
    await ensureEngine();
    for (const { suite, init } of boxes) await ensureSandboxImage(suite, init);
    images = await archives();
    for (let port = await freePort(); ports.length < boxes.length; port = await freePort()) ports.push(port);
    const archive = await images.save("web", webImage());
    const declared = boxes.map(({ suite, init, name }, index) => ({ suite, init, name, port: ports[index] }));
    stack = await createStack({ program, config: { boxes: JSON.stringify(declared), archive } });
  });
  after(async () => {
    await capture(["docker", "rm", "--force", "--volumes", ...boxes.map(({ name }) => name)]);
    await stack?.discard();
    await images?.discard();
  });

  it("must serve what runs on them, each with the suite's own engine, and then have nothing to change", async () => {
    (await stack.up()).succeeded();
    for (const [index, { suite, init, engine }] of boxes.entries()) {
      await get(ports[index] ?? 0);
      const outputs = (await stack.resource("Host", suite))?.outputs ?? {};
      const facts = outputs["facts"] as HostFacts;
      assert.equal(facts.release, suite);
      assert.equal(facts.init, init);
      assert.match((outputs["engine"] as EngineInfo).version, engine);
    }
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must be gone with all that was on them", async () => {
    (await stack.destroy()).succeeded();
    const filters = boxes.flatMap(({ name }) => ["--filter", `name=${name}`]);
    assert.equal((await capture(["docker", "ps", "--all", "--quiet", ...filters])).stdout, "");
  });
});
