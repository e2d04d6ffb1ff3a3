import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { describeUnderBothEngines } from "../support/pulumi/engines";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const program = (volumeArguments: string): string => `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host });
const volume = new moorage.Volume("data", { host, ${volumeArguments} });
new moorage.Container("web", {
  host,
  image,
  networks: [{ network }],
  volumes: [{ volume, target: "/data" }],
});`;

const neighbour = `${declareHost}
new moorage.Network("back", { host });`;

const marker = "/var/lib/moorage/host-id";

/** Two stacks on one host; every test begins with what the one before has left. */
describeUnderBothEngines("A destroy", function (engine) {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;
  let other: TestStack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker" });
    const archive = await images.save("web", webImage());
    stack = await createHostStack(host, { engine, program: program(""), config: { archive } });
    other = await createHostStack(host, { engine, program: neighbour });
    (await other.pulumi(["stack", "rename", "other"])).succeeded();
    (await stack.up()).succeeded();
    (await other.up()).succeeded();
    await host.exec(["docker", "exec", "test-dev-web", "sh", "-c", "echo kept > /data/file"]);
  });
  after(async () => {
    await stack?.discard();
    await other?.discard();
    await host?.remove();
    await images?.discard();
  });

  const readVolume = (): Promise<string> =>
    host.exec(["cat", "/var/lib/docker/volumes/test-dev-data/_data/file"]);

  it("must not be hidden in a change of a volume: that fails at preview", async () => {
    const before = await leftovers(host);
    await stack.write(program('driver: "other", driverOptions: { size: "1" }'));
    const run = await stack.preview();
    assert.notEqual(run.code, 0);
    const printed = run.errors.join("\n");
    assert.match(printed, /driver\b.* cannot be changed without destroying the volume and its data/);
    assert.match(printed, /driverOptions\b.* cannot be changed without destroying the volume and its data/);
    assert.deepEqual(await leftovers(host), before);
    await stack.write(program(""));
  });

  it("must be refused of a volume with data and of a network that others use, and lose nothing", async () => {
    const run = ["docker", "run", "--detach", "--name=foreign", "--network=test-dev-front"];
    await host.exec([...run, "moorage-test/web"]);
    const refused = await stack.destroy("--continue-on-error");
    assert.notEqual(refused.code, 0);
    const printed = refused.errors.join("\n");
    assert.match(
      printed,
      /Volume test-dev-data on .+ has data in it and is not destroyed\. Set forceDestroy/,
    );
    assert.match(printed, /Network test-dev-front on .+ cannot be removed: .*\bforeign\b/);
    assert.equal(await readVolume(), "kept");
    const left = (await stack.resources()).map(({ type }) => type.split(":").at(-1));
    for (const noun of ["Host", "Network", "Volume"])
      assert.ok(left.includes(noun), `${noun} must stay in the state`);
    assert.ok(!left.includes("Container"));
  });

  it("must be repaired by an up, which finds the data again", async () => {
    await host.exec(["docker", "rm", "--force", "foreign"]);
    await stack.write(program("forceDestroy: true"));
    const { changes } = (await stack.up()).succeeded();
    assert.ok(changes.includes("update Volume data [forceDestroy]"), changes.join("\n"));
    assert.ok(changes.includes("create Container web"), changes.join("\n"));
    assert.equal(await readVolume(), "kept");
  });

  it("must leave nothing of its stack, and the host to the other stack", async () => {
    (await stack.destroy()).succeeded();
    assert.deepEqual(await leftovers(host), ["network test-other-back", marker]);
    assert.deepEqual((await other.up()).succeeded().changes, []);
  });

  it("must leave nothing at all where it is the last one", async () => {
    (await other.destroy()).succeeded();
    assert.deepEqual(await leftovers(host), []);
  });
});
