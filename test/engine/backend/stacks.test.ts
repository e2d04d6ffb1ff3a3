import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openBackend, type Backend, type StackReference, type UpdateRecord } from "../../../engine/backend";

const dev: StackReference = { project: "shop", name: "dev" };
const prod: StackReference = { project: "shop", name: "prod" };

describe("stacks in a folder", () => {
  let folder: string;
  let backend: Backend;
  const path = (...parts: string[]) => join(folder, ".pulumi", ...parts);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-state-"));
    backend = await openBackend({ url: `file://${folder}`, environment: {} });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function save(stack: StackReference, checkpoint: object): Promise<void> {
    const lock = await backend.lock(stack);
    const writer = backend.checkpointWriter(lock);
    await writer.write([Buffer.from(JSON.stringify(checkpoint))]);
    await writer.close();
    await lock.release();
  }

  it("a new stack must be listed, and its layout be the CLI's", async () => {
    await backend.createStack(dev);
    await backend.createStack({ project: "other", name: "dev" });

    assert.deepEqual(await backend.listStacks("shop"), [dev]);
    assert.equal((await backend.listStacks()).length, 2);
    assert.equal(await readFile(path("meta.yaml"), "utf8"), "version: 1\n");
    const text = await readFile(path("stacks", "shop", "dev.json"), "utf8");
    assert.deepEqual(JSON.parse(text), { version: 3, checkpoint: { stack: "organization/shop/dev" } });
  });

  it("opening and reading must write nothing", async () => {
    await backend.listStacks();
    assert.equal(await backend.hasStack(dev), false);
    assert.deepEqual(await readdir(folder), []);
  });

  it("a stack must not be created twice", async () => {
    await backend.createStack(dev);
    await assert.rejects(backend.createStack(dev), { name: "StackExistsError", message: /shop\/dev/ });
  });

  it("a stack that is not there must be told with the backend", async () => {
    await assert.rejects(backend.readCheckpoint(dev), { name: "StackNotFoundError", message: /file:\/\// });
  });

  it("a save must leave the state before it as a backup, and true attributes beside both", async () => {
    await backend.createStack(dev);
    const before = await readFile(path("stacks", "shop", "dev.json"), "utf8");
    await save(dev, { version: 3, checkpoint: {} });

    assert.equal(await readFile(path("stacks", "shop", "dev.json.bak"), "utf8"), before);
    assert.deepEqual((await readdir(path("stacks", "shop"))).sort(), [
      "dev.json",
      "dev.json.attrs",
      "dev.json.bak",
      "dev.json.bak.attrs",
    ]);
    const attributes = JSON.parse(await readFile(path("stacks", "shop", "dev.json.attrs"), "utf8"));
    const content = await readFile(path("stacks", "shop", "dev.json"));
    assert.equal(attributes.md5, createHash("md5").update(content).digest("base64"));
  });

  it("the state folder must have no attributes where the URL says so", async () => {
    backend = await openBackend({ url: `file://${folder}?metadata=skip`, environment: {} });
    await backend.createStack(dev);
    await save(dev, { version: 3 });
    assert.deepEqual((await readdir(path("stacks", "shop"))).sort(), ["dev.json", "dev.json.bak"]);
  });

  it("the newest of a stack's checkpoints must be read, compressed or not", async () => {
    await mkdir(path("stacks", "shop"), { recursive: true });
    await writeFile(path("stacks", "shop", "dev.json"), "old");
    await writeFile(path("stacks", "shop", "dev.json.gz"), gzipSync("new"));
    await utimes(path("stacks", "shop", "dev.json"), 1, 1);

    const { text, location } = await backend.readCheckpoint(dev);
    assert.deepEqual([text, location], ["new", path("stacks", "shop", "dev.json.gz")]);
    assert.deepEqual(await backend.listStacks(), [dev]);
  });

  it("a save must retire a checkpoint that was compressed otherwise", async () => {
    await backend.createStack(dev);
    backend = await openBackend({ url: folder, environment: { PULUMI_DIY_BACKEND_GZIP: "true" } });
    await save(dev, { version: 3, checkpoint: { stack: "x" } });

    assert.equal((await backend.readCheckpoint(dev)).text, '{"version":3,"checkpoint":{"stack":"x"}}');
    assert.equal(existsSync(path("stacks", "shop", "dev.json")), false);
    assert.equal(existsSync(path("stacks", "shop", "dev.json.bak")), true);
  });

  it("zstd must be refused with its way out", async () => {
    await mkdir(path("stacks", "shop"), { recursive: true });
    await writeFile(path("stacks", "shop", "dev.json.zst"), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
    await assert.rejects(backend.readCheckpoint(dev), /zstd.*PULUMI_DIY_BACKEND_ZSTD/);
  });

  it("a renamed stack must have its name in every URN, its history and its tags", async () => {
    await backend.createStack(dev);
    await backend.writeTags(dev, { team: "a" });
    const provider = "urn:pulumi:dev::shop::pulumi:providers:p::default::id";
    const root = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
    const thing = {
      urn: "urn:pulumi:dev::shop::p:T::a::b",
      type: "p:T",
      parent: root,
      provider,
      dependencies: [root],
      propertyDependencies: { x: [root], y: null },
    };
    const latest = {
      resources: [{ urn: root, type: "t" }, thing],
      pending_operations: [{ resource: thing }],
    };
    await save(dev, { version: 3, checkpoint: { latest } });
    await backend.recordUpdate(dev, update);
    await backend.renameStack(dev, { project: "market", name: "prod" });

    const market = { project: "market", name: "prod" };
    assert.deepEqual(await backend.listStacks(), [market]);
    const text = (await backend.readCheckpoint(market)).text.trim();
    const expected = JSON.stringify({ version: 3, checkpoint: { latest, stack: "organization/market/prod" } })
      .replaceAll("urn:pulumi:dev::shop::", "urn:pulumi:prod::market::")
      .replaceAll("shop-dev", "market-prod")
      .replaceAll('"y":null', '"y":[]');
    assert.equal(text, expected);
    assert.equal((await backend.history(market)).length, 1);
    assert.deepEqual(await backend.readTags(market), { team: "a" });
  });

  it("a stack must not be renamed to one that is there", async () => {
    await backend.createStack(dev);
    await backend.createStack(prod);
    for (const to of [prod, dev]) {
      await assert.rejects(backend.renameStack(dev, to), { name: "StackExistsError" });
    }
    assert.deepEqual(await backend.listStacks(), [dev, prod]);
    assert.deepEqual(await backend.locks(dev), []);
    assert.deepEqual(await backend.locks(prod), []);
  });

  it("a stack with resources must not be removed without force", async () => {
    await backend.createStack(dev);
    const thing = { urn: "urn:pulumi:dev::shop::p:T::a", type: "p:T" };
    await save(dev, { version: 3, checkpoint: { latest: { resources: [thing] } } });
    await assert.rejects(backend.removeStack(dev), { name: "StackNotEmptyError", message: /1 resources/ });
    assert.equal(await backend.hasStack(dev), true);
    await backend.removeStack(dev, { force: true });
    assert.equal(await backend.hasStack(dev), false);
    assert.equal(existsSync(path("stacks", "shop", "dev.json.bak")), true);
  });

  it("nothing of a stack must be left where its backups are removed too", async () => {
    await backend.createStack(dev);
    await save(dev, { version: 3, checkpoint: {} });
    await backend.recordUpdate(dev, update);
    await backend.removeStack(dev, { removeBackups: true });
    for (const part of ["stacks/shop", "history/shop/dev", "backups/shop/dev"]) {
      assert.deepEqual(await readdir(path(part)), [], part);
    }
  });

  it("the history must be the newest first, with a copy of the checkpoint and a backup", async () => {
    await backend.createStack(dev);
    await backend.recordUpdate(dev, update);
    await backend.recordUpdate(dev, { ...update, kind: "destroy" });

    const kinds = (await backend.history(dev)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["destroy", "update"]);
    const history = (await readdir(path("history", "shop", "dev"))).filter(
      (name) => !name.endsWith(".attrs"),
    );
    assert.equal(history.filter((name) => /^dev-\d{19}\.checkpoint\.json$/.test(name)).length, 2);
    const backups = (await readdir(path("backups", "shop", "dev"))).filter(
      (name) => !name.endsWith(".attrs"),
    );
    assert.match(backups[0] ?? "", /^dev\.\d{19}\.json$/);
  });

  it("an old layout, a newer one and a damaged one must be refused", async () => {
    await mkdir(path("stacks"), { recursive: true });
    await writeFile(path("stacks", "dev.json"), "{}");
    await assert.rejects(backend.listStacks(), {
      name: "LegacyLayoutError",
      message: /pulumi state upgrade/,
    });
    await assert.rejects(backend.createStack(dev), { name: "LegacyLayoutError" });
    await writeFile(path("meta.yaml"), "version: 2\n");
    await assert.rejects(backend.listStacks(), /meta\.yaml is of version 2/);
    await writeFile(path("meta.yaml"), ": [");
    await assert.rejects(backend.listStacks(), /meta\.yaml is damaged/);
  });
});

describe("where stacks are kept", () => {
  const open = (url: string, environment = {}) => openBackend({ url, environment });

  it("a folder that is not there must be told, and made only where the URL says so", async () => {
    const folder = join(tmpdir(), `moorage-state-${process.pid}-new`);
    await assert.rejects(open(folder), /there is no folder .*-new: create it/);
    await open(`file://${folder}?create_dir=true`);
    await rm(folder, { recursive: true });
    await assert.rejects(open(__filename), /is no folder/);
  });

  for (const url of ["s3://bucket", "https://api.pulumi.com", "postgres://x"]) {
    it(`${url} must be refused with what is possible`, async () => {
      await assert.rejects(open(url), { name: "UnsupportedBackendError", message: /file:\/\/\/a\/folder/ });
    });
  }
});

const update: UpdateRecord = {
  kind: "update",
  startTime: 1,
  message: "",
  environment: {},
  config: {},
  result: "succeeded",
  endTime: 2,
};
