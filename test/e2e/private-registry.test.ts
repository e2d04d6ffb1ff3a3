import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { archives, type Archives } from "../support/archive";
import { Canary, canariesIn } from "../support/canary";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { sampleHere, sampleHost } from "../support/process-samples";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { REGISTRY_PROGRAM, registryImage } from "../support/registry/image";

/**
 * A registry that the host it runs on pushes to and another one pulls from. At first it has a certificate that was made
 * before it, so that its own host can trust it; afterwards one of its own, and a volume that may go with what is in it.
 */
const program = (time: "first" | "afterwards"): string => `
const isFirst = ${String(time === "first")};
const connect = (host) => ({
  address: "127.0.0.1",
  port: config.requireNumber(host),
  credential: "test",
  dialTimeoutSeconds: 20,
});
const address = config.require("address");
const certificate = isFirst ? new moorage.Certificate("registry", { names: [address] }) : undefined;
const store = new moorage.Host("store", {
  connection: connect("store"),
  trustedRegistries: isFirst ? [{ address: address + ":5000", ca: certificate.ca }] : [],
});
const image = new moorage.Image("registry", { host: store, archive: config.require("archive") });
const registry = new moorage.PrivateRegistry("registry", {
  host: store,
  image,
  program: "${REGISTRY_PROGRAM}",
  address,
  users: { deploy: config.requireSecret("password") },
  ...(isFirst ? { tls: certificate } : { forceDestroy: true }),
});
const client = new moorage.Host("client", {
  connection: connect("client"),
  trustedRegistries: [registry.trust],
});
const login = registry.link("deploy");
const dependsOn = isFirst
  ? new moorage.Image("pushed", {
      host: store, archive: config.require("web"), name: "shop/web:1", push: [{ registry: login }],
    })
  : [];
const pulled = new moorage.Image("pulled", { host: client, registry: login, name: "shop/web:1" }, { dependsOn });
exports.address = registry.address;
exports.ca = registry.ca;
exports.key = certificate?.privateKey;
exports.pushed = isFirst ? dependsOn.pushedDigests : [];
exports.pulled = pulled.repoDigest;`;

/** One registry for all tests: what each leaves is what the next begins with. */
describe("A private registry", function () {
  this.timeout(300_000);
  const password = Canary.random("the password");
  let images: Archives;
  let store: TestHost;
  let client: TestHost;
  let stack: TestStack;
  let address: string;

  const found = async (host: TestHost, text: string): Promise<string[]> => {
    const folders = ["/etc", "/root", "/tmp", "/run", "/var/lib/moorage", "/var/log", "/var/lib/docker"];
    const search = ["grep", "-rlsaF", "--exclude-dir=overlay2", "-e", text, ...folders];
    const { stdout } = await host.capture(search);
    return stdout.split("\n").filter((line) => line !== "");
  };

  before(async () => {
    images = await archives();
    const [archive, web] = [images.save("registry", registryImage()), images.save("web", webImage())];
    [store, client] = await Promise.all([startHost({ flavour: "docker" }), startHost({ flavour: "docker" })]);
    const [ip = ""] = (await store.exec(["hostname", "-i"])).split(" ");
    address = `${ip}:5000`;
    stack = await createStack({
      program: program("first"),
      config: {
        address: ip,
        archive: await archive,
        web: await web,
        store: String(store.port),
        client: String(client.port),
        "moorage:credentials": { test: { privateKeyFile: store.key.privateKeyPath } },
      },
      secrets: { password: password.text },
    });
  });
  after(async () => {
    await stack?.discard();
    await Promise.all([store?.remove(), client?.remove(), images?.discard()]);
  });

  it("must come up, with its secrets in its own files and nowhere else", async () => {
    const samples = [sampleHere(), sampleHost(store)];
    // Not with --json, which prints what Pulumi's SDK traces of itself, secrets and all.
    const up = await stack.pulumi(["up", "--yes", "--skip-preview"]);
    const seen = await Promise.all(samples.map((sample) => sample.stop()));
    up.succeeded();
    const { key = "", address: answer } = (await stack.outputs()) as Record<string, string>;
    assert.equal(answer, address);
    const line = key.split("\n")[1] ?? "";
    assert.ok(line.length > 60);
    const secrets = [password, Canary.ofLines("the private key", key, [line])];
    const state = await readFile(join(stack.folder, "state/.pulumi/stacks/test/dev.json"), "utf8");
    const inspected = await store.exec(["sh", "-c", "docker inspect $(docker ps -aq)"]);
    const [here, there] = seen;
    const texts = { here, there, output: up.output, state, inspected };
    for (const [name, text = ""] of Object.entries(texts)) {
      assert.deepEqual(canariesIn(text, secrets), [], name);
    }
    for (const trace of password.traces) {
      for (const host of [store, client]) assert.deepEqual(await found(host, trace), []);
    }
    const [file = "", ...others] = await found(store, line);
    assert.match(file, /^\/var\/lib\/moorage\/files\/test-dev-registry\/[0-9a-f]{32}$/);
    assert.deepEqual(others, []);
    assert.equal(await store.exec(["stat", "-c", "%a %u", file]), "400 0");
  });

  it("must be found as it was left", async () => {
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must have taken in from one host what another one has pulled, and nobody without the password may", async () => {
    const { pushed, pulled } = await stack.outputs();
    assert.deepEqual(pushed, [pulled]);
    assert.ok(String(pulled).startsWith(`${address}/shop/web@sha256:`));
    await client.exec(["docker", "image", "inspect", `${address}/shop/web:1`]);
    const anonymous = await client.capture(["docker", "pull", `${address}/shop/web:1`]);
    assert.match(anonymous.stderr, /no basic auth credentials|unauthorized/);
    const input = "wrong";
    const login = ["docker", "login", address, "--username", "deploy", "--password-stdin"];
    assert.match((await client.capture(login, { input })).stderr, /unauthorized|401/);
  });

  it("must not go with images in it unless that is asked for, and serve them with a certificate of its own", async () => {
    const { ca: before, pulled: digest } = await stack.outputs();
    const refused = await stack.destroy();
    assert.match(refused.output, /forceDestroy/);
    assert.equal(await client.exec(["docker", "image", "ls", "--quiet"]), "");
    await stack.write(program("afterwards"));
    (await stack.up()).succeeded();
    const { ca, pulled } = await stack.outputs();
    assert.notEqual(ca, before);
    assert.equal(pulled, digest);
    (await stack.destroy()).succeeded();
    for (const host of [store, client]) {
      assert.equal((await host.capture(["ls", `/etc/docker/certs.d/${address}`])).code, 2);
      assert.equal((await host.capture(["ls", "/var/lib/moorage"])).code, 2);
    }
    assert.equal(await store.exec(["docker", "volume", "ls", "--quiet"]), "");
  });
});
