import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { archives, type Archives } from "../support/archive";
import { Canary, canariesIn } from "../support/canary";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";
import { type FaultProxy, startFaultProxy } from "../support/registry/fault-proxy";
import { startRegistry, type TestRegistry } from "../support/registry/registry";
import { trustAuthority } from "../support/registry/trust";

/** A tag that the host follows, one that it keeps, and an image that it pushes; the login is in the configuration. */
const program = (login: string): string => `
${declareHost}
const hub = new moorage.Registry("hub", { address: config.require("registry"), ca: config.require("ca"), ${login} });
new moorage.Image("kept", { host, registry: hub, name: "web:stable" });
new moorage.Image("followed", { host, registry: hub, name: "site:stable", pullPolicy: "always" });
const app = new moorage.Image("app", {
  host, archive: config.require("archive"), name: "shop/app", push: [{ registry: hub, name: "team/app:1" }],
});
exports.pushed = app.pushedDigests;`;

const byCredential = 'credential: "hub"';
const inline = 'username: "deploy", password: config.requireSecret("password")';

describe("A registry", function () {
  this.timeout(300_000);
  const password = Canary.random("the registry's password");
  let images: Archives;
  let host: TestHost;
  let registry: TestRegistry;
  let proxy: FaultProxy;
  let stack: TestStack;

  before(async () => {
    images = await archives();
    registry = await startRegistry({
      auth: "htpasswd",
      tls: true,
      login: { username: "deploy", password: password.text },
    });
    proxy = await startFaultProxy(registry);
    for (const repository of ["web", "site"]) await registry.put(`${repository}:stable`, await webImage());
    host = await startHost({ flavour: "docker" });
    const ca = registry.authority?.certificate ?? "";
    await trustAuthority(host, proxy.address, ca);
    stack = await createHostStack(host, {
      program: program(byCredential),
      config: { registry: proxy.address, ca, archive: await images.save("web", webImage()) },
      secrets: {
        "moorage:credentials.hub.username": "deploy",
        "moorage:credentials.hub.password": password.text,
        password: password.text,
      },
    });
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await proxy?.close();
    await registry?.remove();
    await images?.discard();
  });

  it("must give and take images with a login that is nowhere but in the requests", async () => {
    const run = (await stack.up()).succeeded();
    assert.deepEqual(run.changes, [
      "create Host host",
      "create Image app",
      "create Image followed",
      "create Image kept",
      "create Registry hub",
    ]);
    const [pushed = ""] = (await stack.outputs())["pushed"] as string[];
    const [repository = "", digest = ""] = pushed.replace(`${proxy.address}/`, "").split("@");
    assert.equal(repository, "team/app");
    assert.ok(proxy.requests.some(({ path }) => path.endsWith("/v2/team/app/manifests/1")));
    assert.match(digest, /^sha256:/);

    const state = await readFile(join(stack.folder, "state/.pulumi/stacks/test/dev.json"), "utf8");
    assert.deepEqual(canariesIn(state + run.output, [password]), []);
    for (const trace of password.traces) {
      const places = ["/root", "/home", "/etc", "/var/lib", "/var/log", "/run"];
      const { stdout } = await host.capture(["grep", "-rlF", "--", trace, ...places]);
      assert.equal(stdout, "");
    }
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must be followed where a tag was moved and that is asked for, and else only be seen", async () => {
    const moved = await webImage({ version: "2" });
    for (const repository of ["web", "site"]) await registry.put(`${repository}:stable`, moved);
    const run = (await stack.up()).succeeded();
    assert.deepEqual(run.changes, ["update Image followed [registryDigest]"]);
    const { repoDigest, registryDigest } = (await stack.resource("Image", "kept"))?.outputs ?? {};
    assert.notEqual(repoDigest, registryDigest);
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must not change with its password, given by a credential or inline", async () => {
    await stack.configure({}, { "moorage:credentials.hub.password": `${password.text}-new` });
    assert.deepEqual((await stack.up()).succeeded().changes, [], "by credential");
    await stack.configure({}, { "moorage:credentials.hub.password": password.text });
    await stack.write(program(inline));
    assert.deepEqual((await stack.up()).succeeded().changes, ["update Registry hub [credential, username]"]);
    await stack.configure({}, { password: `${password.text}-new` });
    assert.deepEqual((await stack.up()).succeeded().changes, [], "inline");
  });
});
