import assert from "node:assert/strict";
import { container } from "../../providers/resources/container";
import { volume } from "../../providers/resources/volume";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { bag, type LocalHost, localHost } from "./engine-context";

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1 };

describe("a volume on a real engine", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;
  let data: Deployed;

  before(async () => {
    host = await localHost("mrg-vol");
    web = await host.load(await webImage());
  });
  beforeEach(() => (data = new Deployed(host, volume, "Volume", "data")));
  afterEach(() => host.clear());
  after(() => host.close());

  it("must be made, not change when it is applied again, and be destroyed while it is empty", async () => {
    await data.up({ labels: { tier: "db" } });
    assert.equal(data.output("mountpoint"), (await host.engine.volumes.inspect(data.name)).Mountpoint);
    assert.deepEqual(await data.diff({ labels: { tier: "db" } }), []);
    assert.deepEqual(await data.diff({ labels: { tier: "other" } }), []);
    assert.equal(await data.refresh(), true);
    await data.destroy();
    await assert.rejects(host.engine.volumes.inspect(data.name), { name: "NotFoundError" });
  });

  it("must not be destroyed with data in it, unless that was asked for", async () => {
    await data.up({});
    await fill();
    await assert.rejects(data.destroy(), { name: "VolumeNotEmptyError", property: "forceDestroy" });
    await data.up({ forceDestroy: true });
    await data.destroy();
    await assert.rejects(host.engine.volumes.inspect(data.name), { name: "NotFoundError" });
  });

  it("must not be destroyed under a container, which the error names", async () => {
    await data.up({ forceDestroy: true });
    const app = await fill({ keep: true });
    await assert.rejects(data.destroy(), { name: "VolumeInUseError", message: new RegExp(app.name) });
  });

  it("must refuse at preview a change that would destroy it", async () => {
    await data.up({});
    const olds = data.inputs;
    for (const [key, value] of [
      ["name", "mrg-vol-other"],
      ["driver", "other"],
      ["driverOptions", { type: "tmpfs" }],
    ] as const) {
      const news = bag({ host: host.link, name: data.name, [key]: value });
      const { failures } = await volume.check(data.context, { olds, news });
      assert.deepEqual(
        failures.map(({ path }) => path),
        [[key]],
      );
      const forced = bag({ ...news.values, forceDestroy: true });
      assert.deepEqual((await volume.check(data.context, { olds, news: forced })).failures, []);
    }
  });

  it("must be made anew with other options where that was allowed", async () => {
    await data.up({});
    const driverOptions = { type: "tmpfs", device: "tmpfs", o: "size=1m" };
    await data.up({ driverOptions, forceDestroy: true });
    assert.deepEqual((await host.engine.volumes.inspect(data.name)).Options, driverOptions);
  });

  it("must leave a volume of somebody else alone", async () => {
    await host.engine.volumes.create({ Name: data.name, Driver: "local", DriverOpts: {}, Labels: {} });
    await assert.rejects(data.up({}), { name: "NameTakenError", property: "name" });
    const adopt = /not made by Moorage.*: pulumi import moorage:index:Volume data local\/mrg-vol-data$/;
    await assert.rejects(data.preview({}), adopt);
  });

  it("must stay a stack's that has adopted it from a lost one, and nobody else's", async () => {
    const lost = new Deployed(inStack("lost"), volume, "Volume", "data");
    await lost.up({});
    await assert.rejects(data.up({}), { name: "NameTakenError", message: /belongs to urn:pulumi:lost/ });
    const read = { id: `local/${data.name}`, inputs: undefined, state: undefined };
    Object.assign(data, await volume.read(data.context, read));
    assert.equal(await data.refresh(), true);
    await data.up({});
    assert.equal(await data.refresh(), true);
    await data.destroy();
    await assert.rejects(host.engine.volumes.inspect(data.name), { name: "NotFoundError" });
  });

  it("must stay its own when its stack is renamed", async () => {
    await data.up({});
    Object.assign(data, { host: inStack("renamed") });
    assert.equal(await data.refresh(), true);
    await data.up({});
    await data.destroy();
    await assert.rejects(host.engine.volumes.inspect(data.name), { name: "NotFoundError" });
  });

  it("must not be taken for its own where another stack has made it anew", async () => {
    await data.up({});
    await host.engine.volumes.remove(data.name);
    await new Deployed(inStack("other"), volume, "Volume", "data").up({});
    assert.equal(await data.refresh(), false);
    await data.destroy();
    await host.engine.volumes.inspect(data.name);
  });

  const inStack = (stack: string): LocalHost => ({
    ...host,
    context: (type, name, options) => host.context(type, name, { ...options, stack }),
  });

  it("must come out of an import as it was made", async () => {
    const driverOptions = { type: "tmpfs", device: "tmpfs", o: "size=1m" };
    await data.up({ driverOptions, labels: { tier: "db" } });
    const read = { id: `local/${data.name}`, inputs: undefined, state: undefined };
    const found = await volume.read(data.context, read);
    const { host: link, ...values } = found?.inputs.values ?? {};
    assert.deepEqual(link, host.link);
    assert.deepEqual(values, { name: data.name, driverOptions, labels: { tier: "db" } });
  });

  it("must say what lists the volumes where there is none to import", async () => {
    const read = (id: string) => volume.read(data.context, { id, inputs: undefined, state: undefined });
    await assert.rejects(
      read("local/mrg-vol-none"),
      /volume mrg-vol-none does not exist.*`docker volume ls`/,
    );
    await assert.rejects(read("local"), /"local" names no volume: .*local\/name/);
  });

  /** Has a container write a file into the volume. */
  async function fill(options: { keep?: boolean } = {}): Promise<Deployed> {
    const app = new Deployed(host, container, "Container", "writer");
    const command = ["sh", "-c", "echo precious >/data/file; exec /serve"];
    await app.up({ image: web, command, volumes: [{ volume: data.name, target: "/data" }], ...quick });
    if (options.keep !== true) await app.destroy();
    return app;
  }
});
