import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { delayLink, type DelayLink } from "../support/delay-link";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const declareUnknownHost = declareHost.replace(
  'config.require("address")',
  'pulumi.runtime.isDryRun() ? pulumi.output(pulumi.unknown) : config.require("address")',
);

const declareImage = `
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });`;

const declareRest = `
const network = new moorage.Network("front", { host });
const volume = new moorage.Volume("data", { host });
new moorage.Container("web", {
  host,
  image,
  networks: [{ network }],
  volumes: [{ volume, target: "/data" }],
  ports: [{ host: 8080, container: 80 }],
});
exports.hostId = host.hostId;`;

describe("A preview", function () {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let link: DelayLink;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker" });
    link = await delayLink({ to: { host: host.address, port: host.port } });
    stack = await createHostStack(host, {
      program: declareHost,
      port: link.port,
      config: { archive: await images.save("web", webImage()) },
    });
  });
  after(async () => {
    await stack?.discard();
    link?.close();
    await host?.remove();
    await images?.discard();
  });

  const everything = [
    "create Container web",
    "create Host host",
    "create Image web",
    "create Network front",
    "create Volume data",
  ];

  it("must show everything of a host whose address is not known yet, and dial nothing", async () => {
    await stack.write(declareUnknownHost + declareImage + declareRest);
    const run = (await stack.preview()).succeeded();
    assert.deepEqual(run.changes, everything);
    assert.deepEqual(run.diagnostics, []);
    assert.equal(link.connections, 0);
  });

  it("must look at a host that answers, and change nothing there", async () => {
    await stack.write(declareHost + declareImage + declareRest);
    const run = (await stack.preview()).succeeded();
    assert.deepEqual(run.changes, everything);
    assert.deepEqual(run.diagnostics, []);
    assert.equal(link.connections, 1);
    assert.deepEqual(await leftovers(host), []);
  });

  it("must be complete with a warning where the host does not answer", async () => {
    link.refuse();
    try {
      const run = (await stack.preview()).succeeded();
      assert.deepEqual(run.changes, everything);
      assert.match(run.diagnostics.join("\n"), /without a look at the host: .*refuses/);
    } finally {
      await link.accept();
    }
  });

  it("must show whose name or port is taken on a host of the stack, and touch nothing", async () => {
    await stack.write(declareHost + declareImage);
    (await stack.up()).succeeded();
    const untouched = await leftovers(host);
    await stack.write(declareHost + declareImage + declareRest);

    const run = ["docker", "run", "--detach", "moorage-test/web"];
    const conflicts = [
      {
        make: [...run.slice(0, 3), "--name=test-dev-web", ...run.slice(3)],
        unmake: ["docker", "rm", "--force", "test-dev-web"],
        says: /container named test-dev-web is on .+ already/,
      },
      {
        make: [...run.slice(0, 3), "--name=other", "--publish=8080:80", ...run.slice(3)],
        unmake: ["docker", "rm", "--force", "other"],
        says: /Port 8080 of .+ is taken by container other/,
      },
      {
        make: ["docker", "network", "create", "test-dev-front"],
        unmake: ["docker", "network", "rm", "test-dev-front"],
        says: /network named test-dev-front is on .+ already/,
      },
      {
        make: ["docker", "volume", "create", "test-dev-data"],
        unmake: ["docker", "volume", "rm", "test-dev-data"],
        says: /volume named test-dev-data is on .+ already/,
      },
    ];
    for (const { make, unmake, says } of conflicts) {
      await host.exec(make);
      const before = await leftovers(host);
      const preview = await stack.preview();
      assert.notEqual(preview.code, 0, `${make.join(" ")} must be in the way`);
      assert.match(preview.errors.join("\n"), says);
      assert.deepEqual(await leftovers(host), before);
      await host.exec(unmake);
    }
    assert.deepEqual(await leftovers(host), untouched);
    (await stack.preview()).succeeded();
  });

  it("must dial nothing where the address has become unknown, and foresee another machine behind it", async () => {
    (await stack.up()).succeeded();
    await stack.write(declareUnknownHost + declareImage + declareRest);
    const dialled = link.connections;
    const run = (await stack.preview("--refresh=false")).succeeded();
    assert.equal(link.connections, dialled);
    const replaced = run.changes.filter((change) => change.startsWith("replace "));
    assert.deepEqual(replaced, [
      "replace Container web [host.hostId]",
      "replace Image web [host.hostId]",
      "replace Network front [host.hostId]",
      "replace Volume data [host.hostId]",
    ]);
    assert.deepEqual((await stack.up()).succeeded().changes, [], "it is the same machine");
  });
});
