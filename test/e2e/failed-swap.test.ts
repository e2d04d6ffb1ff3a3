import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { checkedWebImage, exitingImage, type TestImage, unhealthyImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { describeUnderBothEngines } from "../support/pulumi/engines";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { Run } from "../support/pulumi/run";
import type { TestStack } from "../support/pulumi/stack";

const program = `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host });
// No fixed port: the new one is started beside the old one.
new moorage.Container("beside", {
  host,
  image,
  networks: [{ network, aliases: ["beside"] }],
  ports: [{ container: 80 }],
});
// A fixed port: the old one has to stop before.
new moorage.Container("instead", {
  host,
  image,
  networks: [{ network }],
  ports: [{ host: 8080, container: 80, public: true }],
});`;

/** One stack, whose containers are good again at the end of every test. */
describeUnderBothEngines("A new version that does not work", function (engine) {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080] });
    const archive = await images.save("first", checkedWebImage());
    stack = await createHostStack(host, { engine, program, config: { archive } });
    (await stack.up()).succeeded();
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await images?.discard();
  });

  async function upTo(name: string, image: Promise<TestImage>): Promise<Run> {
    await stack.configure({ archive: await images.save(name, image) });
    return stack.up();
  }

  async function containers(): Promise<readonly string[]> {
    const format = "{{.Names}} {{.State}}";
    return (await host.exec(["docker", "ps", "--all", "--format", format])).split("\n").sort();
  }

  const containerIds = (): Promise<string> =>
    host.exec(["docker", "inspect", "--format", "{{.Id}}", "test-dev-beside", "test-dev-instead"]);

  async function serves(version: string): Promise<void> {
    assert.equal(await get(host.published(8080)), version);
    const asked = ["docker", "exec", "test-dev-instead", "wget", "-qO-", "http://beside/"];
    assert.equal(await host.exec(asked), version);
  }

  /** The run failed, said `expected` of both, and left the old ones in place and serving. */
  async function leftTheOld(run: Run, before: string, expected: readonly RegExp[]): Promise<void> {
    assert.notEqual(run.code, 0);
    for (const name of ["beside", "instead"]) {
      const error = run.errors.find((text) => text.includes(`container of test-dev-${name} on host`)) ?? "";
      for (const text of expected) assert.match(error, text, run.errors.join("\n"));
      assert.match(error, new RegExp(`docker logs test-dev-${name}\\.new`));
      const serving =
        name === "beside"
          ? /The old one has served all the time\./
          : /The old one serves again; it was down for \d+\.\d s\./;
      assert.match(error, serving);
      assert.deepEqual((await stack.resource("Container", name))?.initErrors?.length, 1);
    }
    assert.equal(await containerIds(), before);
    assert.deepEqual(await containers(), [
      "test-dev-beside running",
      "test-dev-beside.new exited",
      "test-dev-instead running",
      "test-dev-instead.new exited",
    ]);
    await serves("1");
    await stateIsTrue();
  }

  /** What is stored is what is there. */
  async function stateIsTrue(): Promise<void> {
    for (const name of ["beside", "instead"]) {
      const format = "{{.Id}} {{.Image}} {{.Config.Image}}";
      const there = await host.exec(["docker", "inspect", "--format", format, `test-dev-${name}`]);
      const outputs = (await stack.resource("Container", name))?.outputs;
      assert.equal([outputs?.["containerId"], outputs?.["imageId"], outputs?.["image"]].join(" "), there);
      assert.equal(outputs?.["status"], "running");
    }
  }

  /** The run succeeded, cleared away what was kept, and has nothing more to do. */
  async function isGood(run: Run, version: string): Promise<void> {
    run.succeeded();
    assert.deepEqual(await containers(), ["test-dev-beside running", "test-dev-instead running"]);
    await serves(version);
    await stateIsTrue();
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    assert.equal((await stack.resource("Container", "instead"))?.initErrors, undefined);
  }

  it("must leave the old one serving where it exits at once, until the program is reverted", async () => {
    const before = await containerIds();
    const failed = await upTo("exiting", exitingImage());
    await leftTheOld(failed, before, [/exit code: 3/, /last lines of its log:\n +broken on purpose/]);

    await isGood(await upTo("first", checkedWebImage()), "1");
    assert.equal(await containerIds(), before);
  });

  it("must leave the old one serving where it is never healthy, until one comes that is", async () => {
    const before = await containerIds();
    const failed = await upTo("unhealthy", unhealthyImage());
    await leftTheOld(failed, before, [
      /its health check fails/,
      /output of the last health check: sick on purpose/,
      /last lines of its log:\n +serving version unhealthy/,
    ]);

    await isGood(await upTo("second", checkedWebImage({ version: "2" })), "2");
  });
});
