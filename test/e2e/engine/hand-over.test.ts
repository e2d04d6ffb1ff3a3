import assert from "node:assert/strict";
import { archives, type Archives } from "../../support/archive";
import { webImage } from "../../support/engine-images";
import { startHost, type TestHost } from "../../support/host";
import { get } from "../../support/http";
import { createHostStack, declareHost } from "../../support/pulumi/host-stack";
import type { EngineName } from "../../support/pulumi/engines";
import type { TestStack } from "../../support/pulumi/stack";
import { leftovers } from "../leftovers";

const program = `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host });
new moorage.Container("web", {
  host,
  image,
  env: { COLOUR: config.requireSecret("colour") },
  memoryMiB: config.requireNumber("memory"),
  networks: [{ network }],
  ports: [{ host: 8080, container: 80, public: true }],
});`;

/** One stack, whose engine changes again and again: what each leaves is what the other begins with. */
describe("A stack that goes from one engine to the other and back", function () {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080] });
    stack = await createHostStack(host, {
      program,
      config: { archive: await images.save("web", webImage()), memory: "64" },
      secrets: { colour: "blue" },
    });
    (await stack.up()).succeeded();
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await images?.discard();
  });

  const colour = async () => /^COLOUR=(.*)$/m.exec(await get(host.published(8080), "/cgi-bin/env"))?.[1];

  async function changes(engine: EngineName): Promise<readonly string[]> {
    stack.engine = engine;
    return (await stack.up()).succeeded().changes;
  }

  it("must be what the other has made, with nothing to do", async () => {
    assert.deepEqual(await changes("moorage"), []);
    assert.deepEqual(await changes("pulumi"), []);
    assert.equal(await colour(), "blue");
  });

  it("must be changed by either, for the other to see", async () => {
    await stack.configure({}, { colour: "green" });
    assert.deepEqual(await changes("moorage"), ["update Container web [env.COLOUR]"]);
    assert.equal(await colour(), "green");
    await stack.configure({ memory: "96" });
    assert.deepEqual(await changes("pulumi"), ["update Container web [memoryMiB]"]);
    assert.deepEqual(await changes("moorage"), []);
  });

  it("must have drift that the one has seen repaired by the other", async () => {
    await host.exec(["docker", "stop", "--time", "0", "test-dev-web"]);
    stack.engine = "moorage";
    assert.deepEqual((await stack.refresh()).succeeded().drift, ["update Container web [status]"]);
    assert.deepEqual(await changes("pulumi"), ["update Container web [status]"]);
    assert.equal(await colour(), "green");
  });

  it("must be destroyed by the one as the other has left it", async () => {
    stack.engine = "moorage";
    (await stack.destroy()).succeeded();
    assert.deepEqual(await leftovers(host), []);
    assert.deepEqual((await stack.resources()).length, 0);
  });
});
