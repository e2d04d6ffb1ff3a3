import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { OrphansResult } from "../../sdk";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { describeUnderBothEngines } from "../support/pulumi/engines";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

/** On the host whose stack was lost. */
const lostProgram = `${declareHost}
new moorage.Volume("lost", { host });`;

const byHand = [
  "network create --subnet 10.72.1.0/24 --label tier=front front",
  "volume create --label keep=yes data",
  "run --detach --name shop --network front --network-alias web --volume data:/data --publish 8080:80 " +
    "--env COLOUR=blue --memory 64m --restart unless-stopped --label team=web moorage-test/web:1",
];

const program = (colour: string, forceDestroy: boolean): string => `
const host = new moorage.Host("host", {
  connection: {
    address: config.require("address"),
    port: config.requireNumber("port"),
    user: "root",
    credential: "test",
  },
});
const image = new moorage.Image("web", { host, name: "moorage-test/web:1" });
const network = new moorage.Network("front", {
  host,
  name: "front",
  ipamConfigs: [{ subnet: "10.72.1.0/24" }],
  labels: { tier: "front" },
});
const volume = new moorage.Volume("data", {
  host,
  name: "data",
  labels: { keep: "yes" },
  ${forceDestroy ? "forceDestroy: true," : ""}
});
new moorage.Container("shop", {
  host,
  image,
  name: "shop",
  env: { COLOUR: "${colour}" },
  labels: { team: "web" },
  memoryMiB: 64,
  restart: "unless-stopped",
  networks: [{ network, aliases: ["web"] }],
  volumes: [{ volume, target: "/data" }],
  ports: [{ host: 8080, container: 80, public: true }],
});
exports.left = moorage.orphansOutput({ host, knownStacks: [] });`;

/** What somebody made with Docker's own command line on a host whose stack was lost. */
describeUnderBothEngines("An import", function (engine) {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;
  let place: string;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080] });
    place = `root@${host.address}:${host.port}`;
    const archive = await images.save("web", webImage());
    await host.exec(["docker", "load"], { input: await readFile(archive) });
    for (const command of byHand) await host.exec(["docker", ...command.split(" ")]);
    await host.exec(["docker", "exec", "shop", "sh", "-c", "echo kept > /data/file"]);
    stack = await createHostStack(host, { engine, program: program("blue", false) });
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await images?.discard();
  });

  it("must say what is missing on a host that Moorage has never seen", async () => {
    const run = await stack.importResource("Container", "shop", `${place}/shop`);
    assert.notEqual(run.code, 0);
    assert.match(run.output, /has no identity of Moorage's\. Declare it as a Host first/);
  });

  it("must take over every noun, so that a preview of the matching program is empty", async () => {
    const lost = await createHostStack(host, { engine, program: lostProgram });
    (await lost.up()).succeeded();
    await lost.discard();

    (await stack.importResource("Host", "host", place)).succeeded();
    (await stack.importResource("Image", "web", `${place}/moorage-test/web:1`)).succeeded();
    (await stack.importResource("Network", "front", `${place}/front`)).succeeded();
    (await stack.importResource("Volume", "data", `${place}/data`)).succeeded();
    (await stack.importResource("Container", "shop", `${place}/shop`)).succeeded();
    assert.deepEqual((await stack.preview()).succeeded().changes, []);

    const hostId = (await stack.resource("Host", "host"))?.id;
    assert.equal((await stack.resource("Container", "shop"))?.id, `${hostId}/shop`);
  });

  it("must say that there is nothing of that name", async () => {
    const run = await stack.importResource("Volume", "other", `${place}/other`);
    assert.notEqual(run.code, 0);
    assert.match(run.output, /other.*does not exist/);
  });

  it("must be followed by an update like anything that was made by the stack", async () => {
    const before = await host.exec(["docker", "network", "inspect", "--format", "{{.Id}}", "front"]);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    const left = await found();
    assert.deepEqual(namesIn(left), [["test/dev", ["test-dev-lost"]]]);
    for (const { removeCommand } of left.flatMap(({ objects }) => objects))
      await host.exec(removeCommand.split(" "));
    await stack.write(program("green", true));
    const changed = ["update Container shop [env.COLOUR]", "update Volume data [forceDestroy]"];
    assert.deepEqual((await stack.up()).succeeded().changes, changed);
    assert.match(await get(host.published(8080), "/cgi-bin/env"), /^COLOUR=green$/m);
    assert.equal(await host.exec(["docker", "exec", "shop", "cat", "/data/file"]), "kept");
    assert.equal(await host.exec(["docker", "network", "inspect", "--format", "{{.Id}}", "front"]), before);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    // A new version has the labels of its stack.
    assert.deepEqual(namesIn(await found()), [["test/dev", ["shop"]]]);
  });

  it("must let a destroy remove what it took over", async () => {
    (await stack.destroy()).succeeded();
    assert.deepEqual(await leftovers(host), []);
  });

  /** What the last update was told that Moorage has made on the host. */
  async function found(): Promise<OrphansResult["stacks"]> {
    const { left } = (await stack.outputs()) as { left: OrphansResult };
    return left.stacks;
  }

  const namesIn = (stacks: OrphansResult["stacks"]) =>
    stacks.map((each) => [each.stack, each.objects.map(({ name }) => name)]);
});
