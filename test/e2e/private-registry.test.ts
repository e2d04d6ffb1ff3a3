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

interface Options {
  readonly archive: string;
  readonly forceDestroy?: boolean;
}

const program = ({ archive, forceDestroy = false }: Options): string => `
const connect = (host) => ({
  address: "127.0.0.1",
  port: config.requireNumber(host),
  credential: "test",
  dialTimeoutSeconds: 20,
});
const address = config.require("address");
const certificate = new moorage.Certificate("registry", { names: [address] });
const store = new moorage.Host("store", {
  connection: connect("store"),
  trustedRegistries: [{ address: address + ":5000", ca: certificate.ca }],
});
const image = new moorage.Image("registry", { host: store, archive: "${archive}" });
const registry = new moorage.PrivateRegistry("registry", {
  host: store,
  image,
  program: "${REGISTRY_PROGRAM}",
  address,
  users: { deploy: config.requireSecret("password") },
  tls: certificate,
  forceDestroy: ${String(forceDestroy)},
});
const client = new moorage.Host("client", {
  connection: connect("client"),
  trustedRegistries: [registry.trust],
});
exports.address = registry.address;
exports.key = certificate.privateKey;`;

/** One registry for all tests: what each leaves is what the next begins with. */
describe("A private registry", function () {
  this.timeout(300_000);
  const password = Canary.random("the password");
  let images: Archives;
  let archive: string;
  let store: TestHost;
  let client: TestHost;
  let stack: TestStack;
  let address: string;

  const login = (host: TestHost, secret: string) =>
    host.capture(["docker", "login", address, "--username", "deploy", "--password-stdin"], { input: secret });
  const found = async (host: TestHost, text: string): Promise<string[]> => {
    const folders = ["/etc", "/root", "/tmp", "/run", "/var/lib/moorage", "/var/log", "/var/lib/docker"];
    const search = ["grep", "-rlsaF", "--exclude-dir=overlay2", "-e", text, ...folders];
    const { stdout } = await host.capture(search);
    return stdout.split("\n").filter((line) => line !== "");
  };

  before(async () => {
    images = await archives();
    [store, client, archive] = await Promise.all([
      startHost({ flavour: "docker" }),
      startHost({ flavour: "docker" }),
      images.save("registry", registryImage()),
    ]);
    const [ip = ""] = (await store.exec(["hostname", "-i"])).split(" ");
    address = `${ip}:5000`;
    stack = await createStack({
      program: program({ archive }),
      config: {
        address: ip,
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
    for (const trace of password.traces) assert.deepEqual(await found(store, trace), []);
    const [file = "", ...others] = await found(store, line);
    assert.match(file, /^\/var\/lib\/moorage\/files\/test-dev-registry\/[0-9a-f]{32}$/);
    assert.deepEqual(others, []);
    assert.equal(await store.exec(["stat", "-c", "%a %u", file]), "400 0");
  });

  it("must be found as it was left", async () => {
    assert.deepEqual((await stack.up()).succeeded().changes, []);
  });

  it("must take in from one host what another one pulls, by those who know the password", async () => {
    const refused = await login(client, "wrong");
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /unauthorized|401/);
    const web = await images.save("web", webImage({ name: `${address}/shop/web:1` }));
    assert.equal((await login(store, password.text)).code, 0);
    await store.exec(["docker", "load"], { input: await readFile(web) });
    await store.exec(["docker", "push", `${address}/shop/web:1`]);

    const anonymous = await client.capture(["docker", "pull", `${address}/shop/web:1`]);
    assert.match(anonymous.stderr, /no basic auth credentials|unauthorized/);
    const { code, stderr } = await login(client, password.text);
    assert.equal(code, 0, stderr);
    await client.exec(["docker", "pull", `${address}/shop/web:1`]);
  });

  it("must not go with images in it, unless that is asked for", async () => {
    const refused = await stack.destroy();
    assert.match(refused.output, /forceDestroy/);
    await stack.write(program({ archive, forceDestroy: true }));
    (await stack.up()).succeeded();
    await client.exec(["sh", "-c", `docker rmi ${address}/shop/web:1; docker pull ${address}/shop/web:1`]);
    (await stack.destroy()).succeeded();
    for (const host of [store, client]) {
      assert.equal((await host.capture(["ls", `/etc/docker/certs.d/${address}`])).code, 2);
      assert.equal((await host.capture(["ls", "/var/lib/moorage"])).code, 2);
    }
    assert.equal(await store.exec(["docker", "volume", "ls", "--quiet"]), "");
  });
});
