import assert from "node:assert/strict";
import { createServer } from "node:net";
import { ContainerFailedError } from "../../providers/apply/container/errors";
import { UserError } from "../../providers/errors";
import { UNKNOWN, type Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { PartialError } from "../../providers/resources/lifecycle";
import { exitingImage, webImage } from "../support/engine-images";
import { waitFor } from "../support/setup/wait-for";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };
const PORT = 18322;

describe("a container on a real engine", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;
  let exiting: string;
  let app: Deployed;

  before(async () => {
    host = await localHost("mrg-app");
    web = await host.load(await webImage());
    exiting = await host.load(await exitingImage());
  });
  beforeEach(() => (app = new Deployed(host, container, "Container", "app")));
  afterEach(() => host.clear());
  after(() => host.close());

  it("must serve when it is made, and not change when it is applied again", async () => {
    const values = { image: web, env: { A: "1" }, ports: [{ container: 80, host: PORT }], ...quick };
    await app.up(values);
    assert.equal(await fetchText("/"), "1\n");
    assert.match(await fetchText("/cgi-bin/env"), /^A=1$/m);
    assert.deepEqual(await app.diff(values), []);
    const id = app.output("containerId");
    await app.up(values);
    assert.equal(app.output("containerId"), id);
    assert.deepEqual(app.context.progressed, []);
  });

  it("must give its outputs", async () => {
    await app.up({ image: web, ports: [{ container: 80, host: PORT }], ...quick });
    const json = await host.engine.containers.inspect(app.name);
    assert.equal(app.output("containerId"), json.Id);
    assert.equal(app.output("imageId"), json.Image);
    assert.equal(app.output("status"), "running");
    const published = { container: 80, host: PORT, protocol: "tcp", address: "127.0.0.1" };
    assert.deepEqual(app.output("publishedPorts"), [published]);
    assert.deepEqual(app.output("addresses"), {
      bridge: json.NetworkSettings.Networks?.["bridge"]?.IPAddress,
    });
  });

  it("must be made with at most five calls to the engine", async () => {
    let calls = 0;
    const counted = countCalls(host, () => (calls += 1));
    await app.up({ image: web, ...quick }, { engine: counted });
    assert(calls <= 5, `${calls} calls`);
    calls = 0;
    const checked = new Deployed(host, container, "Container", "checked");
    const healthcheck = { test: ["CMD", "/ok"], intervalSeconds: 0.2 };
    await checked.up({ image: web, healthcheck, ...quick }, { engine: counted });
    assert(calls <= 5, `${calls} calls with a health check`);
  });

  it("must tell what a first one that fails wrote, keep it in the state, and repair it by the next change", async () => {
    const failing = app.up({ image: exiting, restart: "always", ...quick });
    const error: unknown = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert(error instanceof PartialError && error.cause instanceof ContainerFailedError);
    assert.equal(error.cause.diagnosis.exitCode, 3);
    assert.notEqual(app.id, undefined);
    await app.up({ image: web, ...quick });
    assert.deepEqual(await host.containers(), [app.name]);
  });

  it("must have a read-only root with places to write to", async () => {
    const test = ["CMD-SHELL", "echo 1 >/new/data/a && echo 1 >/tmp/a && ! echo 1 >/a"];
    await app.up({
      image: web,
      readOnly: true,
      tmpfs: [{ target: "/tmp" }],
      volumes: [{ volume: `${host.prefix}-data`, target: "/new/data" }],
      healthcheck: { test, intervalSeconds: 0.2, retries: 1 },
      ...quick,
    });
  });

  it("must change limits and the restart policy in place", async () => {
    await app.up({ image: web, ...quick });
    const id = app.output("containerId");
    const values = { image: web, memoryMiB: 64, cpus: 0.5, cpuShares: 512, restart: "always", ...quick };
    assert.deepEqual(await app.diff(values), ["restart", "memoryMiB", "cpus", "cpuShares"]);
    await app.up(values);
    assert.equal(app.output("containerId"), id);
    assert.deepEqual(await app.diff(values), []);
    await app.up({ ...values, memoryMiB: 200 });
    assert.equal(app.output("containerId"), id);
  });

  it("must take a limit away by a new one", async () => {
    await app.up({ image: web, memoryMiB: 64, ...quick });
    await app.up({ image: web, ...quick });
    const { HostConfig } = await host.engine.containers.inspect(app.name);
    assert.equal(HostConfig.Memory, 0);
  });

  it("must be told of a leftover, which the next change clears away", async () => {
    const values = { image: web, ...quick };
    await app.up(values);
    const { Config, HostConfig } = await host.engine.containers.inspect(app.name);
    const request = { ...Config, HostConfig, NetworkingConfig: { EndpointsConfig: {} } };
    await host.engine.containers.create(`${app.name}.new`, request);
    await assert.rejects(app.refresh(), /left .*app\.new/);
    await app.up(values);
    assert.deepEqual(await host.containers(), [app.name]);
  });

  it("must leave a container of somebody else alone, in preview and in apply and in destroy", async () => {
    const request = { Image: web, HostConfig: {}, NetworkingConfig: { EndpointsConfig: {} } };
    const { id } = await host.engine.containers.create(app.name, request);
    const adopt = new RegExp(
      `not made by Moorage.*: pulumi import moorage:index:Container app local/${app.name}$`,
    );
    await assert.rejects(app.preview({ image: web }), adopt);
    await assert.rejects(app.up({ image: web }), { name: "NameTakenError", property: "name" });
    const inputs = await app.check({ image: web });
    await container.remove(app.context, { id: `local-test/${app.name}`, inputs, state: inputs });
    assert.equal((await host.engine.containers.inspect(app.name)).Id, id);
  });

  it("must name the container that has its port, already in preview", async () => {
    const other = host.context("Container", "other", { stack: "prod" });
    const foreign = new Deployed({ ...host, context: () => other }, container, "Container", "other");
    const ports = [{ container: 80, host: PORT }];
    await foreign.up({ image: web, ports, ...quick });
    const expected = { name: "PortTakenError", property: "ports[0].host", message: /mrg-app-other/ };
    await assert.rejects(app.preview({ image: web, ports }), expected);
    await assert.rejects(app.up({ image: web, ports }), expected);
    assert.deepEqual(await host.containers(), [foreign.name]);
  });

  it("must name the port that another process has, with nothing left of one that never ran", async () => {
    const server = createServer().listen(PORT, "127.0.0.1");
    try {
      const refused = app.up({ image: web, ports: [{ container: 80, host: PORT }] });
      await assert.rejects(refused, (error: unknown) => {
        assert(error instanceof UserError && !(error instanceof PartialError));
        assert.equal(error.property, "ports[0].host");
        assert.match(
          error.message,
          new RegExp(`Port ${PORT} of here is taken.* removed again: it never ran`),
        );
        return true;
      });
      assert.equal(app.id, undefined);
      assert.deepEqual(await host.containers(), []);
    } finally {
      server.close();
    }
  });

  it("must be previewed without a change, its outputs known as far as they can be", async () => {
    const first = await app.preview({ image: web, ...quick });
    assert.deepEqual(first.state.values["containerId"], UNKNOWN);
    assert.equal(first.id, `local-test/${app.name}`);
    assert.deepEqual(await host.containers(), []);

    await app.up({ image: web, ...quick });
    const id = app.output("containerId");
    const inPlace = await app.preview({ image: web, memoryMiB: 64, ...quick });
    assert.equal(inPlace.state.values["containerId"], id);
    const swapped = await app.preview({ image: web, env: { A: "1" }, ...quick });
    assert.equal(swapped.state.values["containerId"], UNKNOWN);
    const settings: Record<string, Value> = {
      monitorSeconds: UNKNOWN,
      probe: { tcp: { port: UNKNOWN } },
      updateStrategy: UNKNOWN,
    };
    assert.deepEqual(await app.preview({ image: web, env: { A: "1" }, ...quick, ...settings }), {
      ...swapped,
      state: { ...swapped.state, values: { ...swapped.state.values, ...settings } },
    });
    const unknown = await app.preview({ image: UNKNOWN, env: { A: UNKNOWN }, ...quick });
    assert.equal(unknown.state.values["containerId"], UNKNOWN);
    assert.equal((await host.engine.containers.inspect(app.name)).Id, id);
  });

  it("must be previewed where nothing is known of its host", async () => {
    const values: Record<string, Value> = { image: web, host: UNKNOWN, name: app.name };
    const inputs = await app.check(values);
    const context = host.context("Container", "app");
    const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: true };
    const { id, state } = await container.apply(context, request);
    assert.equal(id, undefined);
    assert.equal(state.values["containerId"], UNKNOWN);
    assert.deepEqual(context.logged, []);
  });

  it("must say what to do where its image is not on the host, with nothing left there", async () => {
    const failing = app.up({ image: "moorage-test/nowhere:1" });
    await assert.rejects(failing, {
      name: "MissingImageError",
      property: "image",
      message: /moorage\.Image/,
    });
    assert.deepEqual(await host.containers(), []);
  });

  it("must come out of an import as it was made", async () => {
    const values: Record<string, Value> = {
      image: web,
      env: { A: "1" },
      ports: [{ container: 80, host: PORT }],
      labels: { role: "web" },
      memoryMiB: 64,
      restart: "unless-stopped",
    };
    await app.up({ ...values, ...quick });
    const read = { id: `local/${app.name}`, inputs: undefined, state: undefined };
    const found = await container.read(app.context, read);
    assert(found !== undefined);
    assert.equal(found.id, app.id);
    const { host: link, name, ...options } = found.inputs.values;
    assert.deepEqual([link, name], [host.link, app.name]);
    assert.deepEqual(options, { ...values, stopTimeoutSeconds: 1 });
  });

  it("must keep what lies in an anonymous volume over a swap, and remove it with the resource", async () => {
    const request = {
      Image: web,
      Volumes: { "/state": {} },
      HostConfig: {},
      NetworkingConfig: { EndpointsConfig: {} },
    };
    const { id } = await host.engine.containers.create(app.name, request);
    const found = await container.read(app.context, {
      id: `local/${app.name}`,
      inputs: undefined,
      state: undefined,
    });
    assert(found !== undefined);
    Object.assign(app, found);
    const before = (await host.engine.containers.inspect(id)).Mounts[0]?.Name;
    await app.up({ image: web, env: { A: "2" }, ...quick });
    const after = (await host.engine.containers.inspect(app.name)).Mounts[0]?.Name;
    assert.equal(after, before);
    assert.deepEqual(await app.diff({ image: web, env: { A: "2" }, ...quick }), []);
    await app.destroy();
    await assert.rejects(host.engine.volumes.inspect(before ?? ""), { name: "NotFoundError" });
  });

  it("must be destroyed, and destroyed again", async () => {
    await app.up({ image: web, ...quick });
    const { id = "", inputs, state } = app;
    assert(inputs !== undefined && state !== undefined);
    await container.remove(app.context, { id, inputs, state });
    await container.remove(app.context, { id, inputs, state });
    assert.deepEqual(await host.containers(), []);
  });

  function fetchText(path: string): Promise<string> {
    return waitFor("the page", async () =>
      fetch(`http://127.0.0.1:${PORT}${path}`).then(
        (answer) => answer.text(),
        () => undefined,
      ),
    );
  }
});

/** The real engine, with each call counted. */
function countCalls({ engine }: LocalHost, count: () => void): LocalHost["engine"] {
  const counting = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => {
          count();
          return (member.bind(target) as (...values: unknown[]) => unknown)(...args);
        };
      },
    });
  const { containers, networks, volumes, images, system } = engine;
  return {
    ...engine,
    containers: counting(containers),
    networks: counting(networks),
    volumes: counting(volumes),
    images: counting(images),
    system: counting(system),
  };
}
