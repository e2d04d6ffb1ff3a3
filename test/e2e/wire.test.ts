import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { proxyCalls, proxyEnvironment, proxyPlugin } from "../support/proxy-plugin/calls";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";

/** By Moorage's classes: nouns stand for themselves, what is not given is not said. */
const typed = `
${declareHost}
const token = config.requireSecret("token");
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/wire" });
const network = new moorage.Network("front", { host, ipamConfigs: [{ subnet: "10.77.0.0/24" }], internal: false });
const volume = new moorage.Volume("data", { host, labels: { tier: "data" }, forceDestroy: true });
new moorage.Container("web", {
  host,
  image,
  env: { TOKEN: token, URL: pulumi.interpolate\`https://\${token}@192.0.2.1/\`, EMPTY: "" },
  networks: [{ network, aliases: ["www"] }],
  volumes: [{ volume, target: "/data", readOnly: undefined }],
  ports: [{ host: 8080, container: 80, public: true }],
  healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 0.5 },
  cpus: 0.5,
  user: undefined,
});`;

/**
 * The same by Pulumi's protocol alone, as a program in another language speaks it: every property bag is written by
 * hand, and what one resource has of another is taken out of the engine's answers.
 */
const raw = `
const paths = [require("node:fs").realpathSync(require.resolve("@pulumi/pulumi"))];
const { Struct } = require(require.resolve("google-protobuf/google/protobuf/struct_pb", { paths }));
const { RegisterResourceRequest } = require("@pulumi/pulumi/proto/resource_pb");
const { getMonitor } = require("@pulumi/pulumi/runtime/settings");
const { getStackResource } = require("@pulumi/pulumi/runtime/state");

// The engine leaves out what is not known yet; in a bag a word of the protocol stands for it.
const output = (resource, name) => resource[name] ?? "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

async function register(noun, name, bag, dependencies = []) {
  const request = new RegisterResourceRequest();
  request.setType("moorage:index:" + noun);
  request.setName(name);
  request.setParent(await getStackResource().urn.promise());
  request.setCustom(true);
  request.setAcceptsecrets(true);
  request.setVersion(require("moorage/package.json").version);
  request.setObject(Struct.fromJavaScript(bag));
  request.setDependenciesList(dependencies.map(({ urn }) => urn));
  const monitor = getMonitor();
  const answer = await new Promise((resolve, reject) => {
    monitor.registerResource(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
  return { urn: answer.getUrn(), ...answer.getObject().toJavaScript() };
}

async function main() {
  const connection = {
    address: config.require("address"),
    port: config.requireNumber("port"),
    user: config.require("user"),
    credential: "test",
    dialTimeoutSeconds: 20,
  };
  const host = await register("Host", "host", { connection });
  const image = await register(
    "Image",
    "web",
    { host: output(host, "link"), archive: config.require("archive"), name: "moorage-test/wire" },
    [host],
  );
  const ipamConfigs = [{ subnet: "10.77.0.0/24" }];
  const network = await register("Network", "front", { host: output(host, "link"), ipamConfigs, internal: false }, [host]);
  const data = { host: output(host, "link"), labels: { tier: "data" }, forceDestroy: true };
  const volume = await register("Volume", "data", data, [host]);
  const token = config.require("token");
  const container = {
    host: output(host, "link"),
    image: output(image, "reference"),
    env: { TOKEN: secret(token), URL: secret("https://" + token + "@192.0.2.1/"), EMPTY: "" },
    networks: [{ network: output(network, "name"), aliases: ["www"] }],
    volumes: [{ volume: output(volume, "name"), target: "/data" }],
    ports: [{ host: 8080, container: 80, public: true }],
    healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 0.5 },
    cpus: 0.5,
  };
  await register("Container", "web", container, [host, image, network, volume]);
}
module.exports = main().then(() => ({}));`;

describe("The same program by Moorage's classes and by Pulumi's protocol alone", function () {
  let host: TestHost;
  let images: Archives;
  let folder: string;
  let log: string;
  let stack: TestStack;

  before(async () => {
    [host, images] = await Promise.all([startHost({ flavour: "docker" }), archives()]);
    folder = await mkdtemp(join(tmpdir(), "moorage-wire-"));
    log = join(folder, "calls.jsonl");
    const archive = await images.save("web", webImage({ name: "moorage-test/wire:1" }));
    stack = await createHostStack(host, {
      program: typed,
      plugin: proxyPlugin,
      environment: proxyEnvironment(log),
      config: { archive },
      secrets: { token: "t0ken-t0ken" },
    });
  });
  after(async () => {
    await stack.discard();
    await images.discard();
    await rm(folder, { recursive: true, force: true });
    await host.remove();
  });

  /** What Check was asked while `work` ran: the new inputs by resource. */
  async function checkedIn(work: () => Promise<unknown>): Promise<Record<string, unknown>> {
    const before = proxyCalls(log).length;
    await work();
    const checks = proxyCalls(log)
      .slice(before)
      .filter(({ method }) => method === "Check");
    return Object.fromEntries(checks.map(({ request }) => [String(request["urn"]), request["news"]]));
  }

  it("must reach Check as the same bags while nothing is known of the host", async () => {
    const byClasses = await checkedIn(async () => (await stack.preview()).succeeded());
    await stack.write(raw);
    const byProtocol = await checkedIn(async () => (await stack.preview()).succeeded());
    assert.equal(Object.keys(byClasses).length, 5);
    assert.deepEqual(byProtocol, byClasses);
  });

  it("must reach Check as the same bags when all is known, so that one goes on where the other ended", async () => {
    await stack.write(typed);
    const byClasses = await checkedIn(async () => (await stack.up()).succeeded());
    await stack.write(raw);
    const byProtocol = await checkedIn(async () => {
      assert.deepEqual((await stack.up()).succeeded().changes, []);
    });
    assert.equal(Object.keys(byClasses).length, 5);
    assert.deepEqual(byProtocol, byClasses);
  });
});
