import assert from "node:assert/strict";
import { startHost, type TestHost } from "../support/host";
import { SUITES } from "../support/hosts/base-image";
import { get } from "../support/http";
import { ensureBusyboxImage } from "../support/images/busybox-image";
import type { TestStack } from "../support/pulumi/stack";
import { startRegistry, type TestRegistry } from "../support/registry/registry";
import { run } from "../support/setup/command";
import { leftovers } from "./leftovers";
import { createRootStack, edit } from "./root-project";

/** The root project's prod.yaml on three machines of different suites, the third one through the first, and a registry. */
describe("The stack prod", function () {
  this.timeout(600_000);
  let hosts: TestHost[];
  let registry: TestRegistry;
  let stack: TestStack;

  before(async () => {
    await ensureBusyboxImage();
    registry = await startRegistry({ auth: "htpasswd", tls: true });
    hosts = await Promise.all(
      SUITES.map((suite) => startHost({ suite, flavour: "docker", publish: [8080] })),
    );
    const [first, second, third] = hosts as [TestHost, TestHost, TestHost];
    stack = await createRootStack({
      name: "prod",
      config: {
        web1: first.address,
        web1Port: String(first.port),
        web2: second.address,
        web2Port: String(second.port),
        web3: await addressBehind(third),
        registry: registry.address,
        registryCa: registry.authority?.certificate,
        greeting: "Hello from three machines",
        "moorage:credentials": { prod: { privateKeyFile: first.key.privateKeyPath } },
      },
      secrets: {
        token: "canary of the stack prod",
        "moorage:credentials.hub.username": registry.login.username,
        "moorage:credentials.hub.password": registry.login.password,
      },
    });
  });
  after(async () => {
    await stack?.discard();
    await Promise.all((hosts ?? []).map((host) => host.remove()));
    await registry?.remove();
  });

  const pages = (): Promise<string[]> => Promise.all(hosts.map((host) => get(host.published(8080))));

  /** The layers of the image that the page's container runs, the lowest first. */
  async function layers(host: TestHost, index: number): Promise<string[]> {
    const format = "{{json .RootFS.Layers}}";
    const image = await host.exec([
      "docker",
      "inspect",
      "--format",
      "{{.Image}}",
      `test-prod-web-web-${index + 1}`,
    ]);
    return JSON.parse(await host.exec(["docker", "image", "inspect", "--format", format, image])) as string[];
  }

  /** The digests that the images of an app were pushed with, which must be what the registry has under their names. */
  async function pushed(app: string): Promise<string[]> {
    return Promise.all(
      hosts.map(async (_, index) => {
        const name = `${app}-web-${index + 1}`;
        const digest = await registry.digestOf(`test-prod-${name}:latest`);
        const { pushedDigests } = (await stack.resource("Image", name))?.outputs ?? {};
        assert.deepEqual(pushedDigests, [`${registry.address}/test-prod-${name}@${digest}`]);
        return digest;
      }),
    );
  }

  it("must serve on all of its hosts, keep its images in the registry, and change nothing by a second up", async () => {
    (await stack.up()).succeeded();
    for (const page of await pages()) {
      assert.match(page, /<h1>Hello from three machines<\/h1>/);
      assert.match(page, /This is visit 1\./);
    }
    for (const app of ["visits", "web"]) await pushed(app);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must build only from the layer that a changed line of the source is in, and keep its data", async () => {
    const before = await Promise.all(hosts.map(layers));
    const earlier = await pushed("web");
    await edit(stack, "stacks/web/www/cgi-bin/index.cgi", "This is visit", "You are visitor");
    const { changes } = (await stack.up()).succeeded();
    assert.deepEqual(
      changes.map((line) => line.replace(/ \[.*/, "")),
      ["Container", "Image"].flatMap((noun) => [1, 2, 3].map((index) => `update ${noun} web-web-${index}`)),
    );
    for (const page of await pages()) assert.match(page, /You are visitor 2\./);
    const after = await Promise.all(hosts.map(layers));
    for (const [index, own] of before.entries()) {
      assert.deepEqual(after[index]?.slice(0, -1), own.slice(0, -1), "the layers below must be the same");
      assert.notEqual(after[index]?.at(-1), own.at(-1));
    }
    const later = await pushed("web");
    for (const [index, digest] of earlier.entries()) {
      assert.notEqual(later[index], digest);
      assert.equal(
        await registry.digestOf(`test-prod-web-web-${index + 1}@${digest}`),
        digest,
        "must be kept",
      );
    }
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must go, but for volumes with data, which stop it", async () => {
    const refused = await stack.destroy();
    assert.notEqual(refused.code, 0);
    assert.match(refused.errors.join("\n"), /forceDestroy/);
    for (const host of hosts) {
      assert.deepEqual(await host.exec(["docker", "ps", "--all", "--quiet"]), "");
      assert.match((await leftovers(host)).join("\n"), /volume/);
    }
  });
});

/** The address of a host in the network of the local engine, which only the other hosts are sure to reach. */
function addressBehind(host: TestHost): Promise<string> {
  return run(["docker", "inspect", "--format", "{{.NetworkSettings.IPAddress}}", host.name]);
}
