import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { delayLink } from "../support/delay-link";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import { createStack, type TestStack } from "../support/pulumi/stack";

const children = `
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host });
const volume = new moorage.Volume("data", { host, forceDestroy: true });
new moorage.Container("web", {
  host, image, networks: [{ network }], volumes: [{ volume, target: "/data" }],
  ports: [{ host: 8080, container: 80, public: true }],
});`;

const program = `${declareHost}\n${children}`;

/** The same host, whose key is pinned and whose machine is named. */
const programWithMachine = `
const host = new moorage.Host("host", {
  machine: config.require("machine"),
  connection: {
    address: config.require("address"),
    port: config.requireNumber("port"),
    user: config.require("user"),
    credential: "test",
    dialTimeoutSeconds: 20,
  },
});
${children}`;

describe("A stack whose machine changes", () => {
  let images: Archives;
  let archive: string;
  let host: TestHost;
  before(async () => {
    images = await archives();
    archive = await images.save("web", webImage());
    host = await startHost({ flavour: "docker", publish: [8080] });
  });
  after(async () => {
    await host.remove();
    await images.discard();
  });

  async function deployed(text: string, config: Record<string, string> = {}): Promise<TestStack> {
    const stack = await createHostStack(host, { program: text, config: { archive, ...config } });
    (await stack.up()).succeeded();
    return stack;
  }

  it("must keep its children as they are when the address, the credential or the host's key changes", async () => {
    const stack = await deployed(program);
    const before = await stack.resource("Container", "web");
    const link = await delayLink({ to: { host: host.address, port: host.port } });
    try {
      const credentials = { test: { privateKeyFile: host.key.privateKeyPath, agent: false } };
      await stack.configure({ port: String(link.port), "moorage:credentials": credentials });
      const moved = (await stack.up()).succeeded();
      assert.deepEqual(moved.changes, ["update Host host [connection.port]"]);

      await host.rotateHostKeys();
      const refused = await stack.up();
      assert.notEqual(refused.code, 0, "a changed host key must be refused");
      assert.match(refused.errors.join("\n"), /hostKey[\s\S]*machine/);

      const [key = ""] = host.hostKeys.filter((line) => line.startsWith("ssh-ed25519"));
      await stack.write(program.replace("user: config", `hostKey: ${JSON.stringify(key)}, user: config`));
      const pinned = (await stack.up()).succeeded();
      assert.deepEqual(
        pinned.steps.map(({ noun }) => noun),
        ["Host"],
      );
      assert.equal(
        (await stack.resource("Container", "web"))?.outputs?.["containerId"],
        before?.outputs?.["containerId"],
      );
      assert.equal(await get(host.published(8080)), "1");
      assert.deepEqual((await stack.up()).succeeded().changes, []);
      (await stack.destroy()).succeeded();
    } finally {
      await link.close();
      await stack.discard();
    }
  });

  it("must be made anew on a rebuilt machine, when `machine` says that it was rebuilt", async () => {
    const stack = await deployed(programWithMachine, { machine: "vm-1" });
    const before = await stack.resource("Host", "host");
    await host.rebuild();

    const unsaid = await stack.up();
    assert.notEqual(
      unsaid.code,
      0,
      "another key must be refused as long as nobody says that the machine is another",
    );
    assert.match(unsaid.errors.join("\n"), /machine/);

    await stack.configure({ machine: "vm-2" });
    (await stack.up()).succeeded();
    assert.equal(await get(host.published(8080)), "1");
    assert.notEqual((await stack.resource("Host", "host"))?.id, before?.id);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    (await stack.destroy()).succeeded();
    await stack.discard();
  });
});

describe("A stack of two hosts", () => {
  const twoHosts = `
for (const each of ["a", "b"]) {
  const host = new moorage.Host(each, {
    connection: { address: "127.0.0.1", port: config.requireNumber(each), credential: "test", dialTimeoutSeconds: 15 },
  });
  const image = new moorage.Image(each, { host, archive: config.require("archive"), name: "moorage-test/web" });
  new moorage.Container(each, {
    host, image, env: { COLOUR: config.require("colour") }, ports: [{ host: 8080, container: 80, public: true }],
  });
}`;

  let images: Archives;
  let hosts: TestHost[];
  let stack: TestStack;
  before(async () => {
    images = await archives();
    hosts = await Promise.all([1, 2].map(() => startHost({ flavour: "docker", publish: [8080] })));
    const [a, b] = hosts;
    stack = await createStack({
      program: twoHosts,
      config: {
        archive: await images.save("web", webImage()),
        a: String(a?.port),
        b: String(b?.port),
        colour: "blue",
        "moorage:credentials": { test: { privateKeyFile: a?.key.privateKeyPath } },
        "moorage:readTimeoutSeconds": 2,
      },
    });
    (await stack.up()).succeeded();
  });
  after(async () => {
    await Promise.all(hosts.map((host) => host.remove()));
    await stack.discard();
    await images.discard();
  });

  it("must go on with one when the other is down, say which is down, and catch up when it is back", async () => {
    const [a, b] = hosts as [TestHost, TestHost];
    await b.powerOff();
    await stack.configure({ colour: "green" });
    const half = await stack.up();
    assert.notEqual(half.code, 0);
    assert.match(half.errors.join("\n"), new RegExp(`127\\.0\\.0\\.1:${b.port}`));
    assert.match(await get(a.published(8080), "/cgi-bin/env"), /^COLOUR=green$/m);
    assert.ok(await stack.resource("Container", "b"), "the state must keep what is on the host that is down");

    await b.powerOn();
    (await stack.up()).succeeded();
    assert.match(await get(b.published(8080), "/cgi-bin/env"), /^COLOUR=green$/m);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });
});
