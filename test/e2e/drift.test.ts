import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { describeUnderBothEngines } from "../support/pulumi/engines";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";

const ports = { one: 8081, two: 8082, three: 8083 };

const program = `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host, labels: { tier: "front" } });
const volume = new moorage.Volume("data", { host, labels: { keep: "yes" } });
for (const [name, port] of Object.entries(${JSON.stringify(ports)})) {
  new moorage.Container(name, {
    host,
    image,
    memoryMiB: 64,
    networks: [{ network, aliases: ["alias-" + name] }],
    volumes: name === "three" ? [{ volume, target: "/data" }] : [],
    ports: [{ host: port, container: 80, public: true }],
  });
}`;

/** As Moorage's own network has them. */
const ownLabels =
  "--label io.moorage.urn=urn:pulumi:dev::test::moorage:index:Network::front --label io.moorage.name=test-dev-front";

/** What somebody changed on the host by hand; one stack for all, which every test leaves as the program has it. */
describeUnderBothEngines("Drift", function (engine) {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: Object.values(ports) });
    const archive = await images.save("web", webImage());
    stack = await createHostStack(host, { engine, program, config: { archive } });
    (await stack.up()).succeeded();
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await images?.discard();
  });

  async function byHand(...commands: readonly string[]): Promise<void> {
    for (const command of commands) await host.exec(["docker", ...command.split(" ")]);
  }

  const containerId = (name: string): Promise<string> =>
    host.exec(["docker", "inspect", "--format", "{{.Id}}", `test-dev-${name}`]);

  const containerIds = (): Promise<string[]> => Promise.all(Object.keys(ports).map(containerId));

  async function imageNames(): Promise<string[]> {
    const names = await host.exec(["docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
    return names.split("\n").sort();
  }

  /** The next `up` says what it saw and repairs it, the one after changes nothing, and everything serves. */
  async function repairs(expected: readonly string[]): Promise<void> {
    assert.deepEqual((await stack.up()).succeeded().changes, expected);
    assert.deepEqual((await stack.up()).succeeded().changes, [], "the up after must change nothing");
    for (const port of Object.values(ports)) assert.equal(await get(host.published(port)), "1");
    const found = ["docker", "exec", "test-dev-three", "wget", "-qO-", "http://alias-one/"];
    assert.equal(await host.exec(found), "1", "containers must find each other");
  }

  it("must be repaired where containers were stopped, removed and renamed", async () => {
    await byHand("stop --time 0 test-dev-one", "rm --force test-dev-two", "rename test-dev-three somebodys");
    await repairs(["create Container two", "update Container one [status]", "update Container three [name]"]);
  });

  it("must be shown by a refresh, and repaired in the running containers where that is possible", async () => {
    const before = await containerIds();
    await byHand(
      "update --memory 96m --memory-swap 192m test-dev-one",
      "network disconnect test-dev-front test-dev-two",
      "pause test-dev-three",
      "image rm moorage-test/web:latest",
    );
    const seen = [
      "update Container one [memoryMiB]",
      "update Container three [status]",
      "update Container two [networks[0]]",
      "update Image web [name]",
    ];
    assert.deepEqual((await stack.refresh()).succeeded().drift, seen);
    await repairs(seen);
    assert.deepEqual(await containerIds(), before);
  });

  it("must be repaired where an image lost all its names", async () => {
    const names = await imageNames();
    await byHand(...names.map((name) => `image rm --force ${name}`));
    await repairs(["create Image web"]);
    assert.deepEqual(await imageNames(), names);
  });

  it("must be repaired where a network and a volume were removed", async () => {
    const before = await containerId("one");
    await byHand(
      "stop --time 0 test-dev-one",
      "network disconnect test-dev-front test-dev-two",
      "rm --force test-dev-three",
      "network rm test-dev-front",
      "volume rm test-dev-data",
    );
    await repairs([
      "create Container three",
      "create Network front",
      "create Volume data",
      "update Container one [networks[0], status]",
      "update Container two [networks[0]]",
    ]);
    assert.equal(await containerId("one"), before);
  });

  it("must be repaired where a network was made anew with other labels, and a volume is taken as it is", async () => {
    await byHand(
      "stop --time 0 test-dev-one test-dev-two",
      "rm --force test-dev-three",
      "network rm test-dev-front",
      `network create ${ownLabels} --label tier=back test-dev-front`,
      "volume rm test-dev-data",
      "volume create --label keep=no test-dev-data",
    );
    await repairs([
      "create Container three",
      "update Container one [networks[0], status]",
      "update Container two [networks[0], status]",
      "update Network front [labels.tier]",
    ]);
    const labels = ["docker", "network", "inspect", "--format", "{{.Labels.tier}}", "test-dev-front"];
    assert.equal(await host.exec(labels), "front");
  });
});
