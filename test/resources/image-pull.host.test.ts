import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { PullError } from "../../providers/docker/pull-error";
import { UNKNOWN, type Bag } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import type { ApplyResult } from "../../providers/resources/lifecycle";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { startRegistry, type TestRegistry } from "../images/test-registry";
import { archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { HOST_ID, imageContext, sessionOf, type TestContext } from "./image-context";

for (const store of STORES.filter((each) => each.title !== "engine 26.1")) {
  describe(`A pulled Image on ${store.title}`, function () {
    this.timeout(180_000);
    let target: TestEngine;
    let registry: TestRegistry;

    before(async () => {
      target = await startEngine(store);
      registry = await startRegistry(target.host);
      const files = await archives();
      for (const version of ["1", "2"]) {
        const archive = await files.save("web", webImage({ version }));
        await target.host.exec(["docker", "load"], { input: createReadStream(archive) });
        await target.host.exec([
          "docker",
          "tag",
          `moorage-test/web:${version}`,
          `${registry.open}/web:${version}`,
        ]);
        await target.host.exec(["docker", "push", "-q", `${registry.open}/web:${version}`]);
      }
      await files.discard();
    });
    after(() => target.remove());
    beforeEach(async () => {
      await target.host.exec(["sh", "-c", "docker rmi -f $(docker images -aq); true"]);
    });

    const context = (): TestContext => imageContext([sessionOf(target.engine, target.remote)]);
    const checked = async (name: string): Promise<Bag> => {
      const news = { values: { host: { hostId: HOST_ID }, name }, secrets: [] };
      const { inputs, failures } = await image.check(context(), { olds: undefined, news });
      assert.deepEqual(failures, []);
      return inputs;
    };
    const create = async (name: string, preview = false): Promise<Applied> => {
      const inputs = await checked(name);
      const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview };
      return { inputs, ...(await image.apply(context(), request)) };
    };
    const update = async (old: Applied, name: string): Promise<Applied> => {
      const inputs = await checked(name);
      const request = { id: old.id, oldInputs: old.inputs, oldState: old.state, inputs, preview: false };
      return { inputs, ...(await image.apply(context(), request)) };
    };
    const refresh = (old: Applied): ReturnType<typeof image.read> =>
      image.read(context(), { id: old.id ?? "", inputs: old.inputs, state: old.state });
    const differences = (old: Applied, news: Bag): string[] =>
      image
        .diff(context(), { id: old.id ?? "", oldInputs: old.inputs, oldState: old.state, news })
        .differences.map(({ path }) => path.join("."));
    const names = async (): Promise<string[]> =>
      (await target.engine.images.list()).flatMap((each) => each.RepoTags ?? []).sort();

    it("must be named by the digest that its tag had, with no difference afterwards", async () => {
      const name = `${registry.open}/web:1`;
      assert.equal((await create(name, true)).state.values["reference"], UNKNOWN);
      const made = await create(name);
      const { reference, repoDigest } = made.state.values;
      assert.match(String(reference), /^127\.0\.0\.1:5000\/web@sha256:[0-9a-f]{64}$/);
      assert.equal(repoDigest, reference);
      assert.deepEqual(differences(made, made.inputs), []);
      assert.deepEqual((await refresh(made))?.state, made.state);
      assert.equal((await create(name, true)).state.values["reference"], reference);
      await target.host.exec(["docker", "create", "--name=runs", String(reference)]);
      await target.host.exec(["docker", "rm", "runs"]);
    });

    it("must be pulled by digest", async () => {
      const { reference } = (await create(`${registry.open}/web:2`)).state.values;
      await target.host.exec(["docker", "rmi", "--force", `${registry.open}/web:2`]);
      const made = await create(String(reference));
      assert.equal(made.state.values["reference"], reference);
      assert.deepEqual((await refresh(made))?.state, made.state);
      await image.remove(context(), { id: made.id ?? "", inputs: made.inputs, state: made.state });
      assert.equal(await refresh(made), undefined);
    });

    it("must not be pulled where the host has it", async () => {
      await create(`${registry.open}/web:1`);
      await target.host.exec(["docker", "tag", `${registry.open}/web:1`, "127.0.0.1:5999/unreachable:1"]);
      const made = await create("127.0.0.1:5999/unreachable:1");
      assert.equal(made.state.values["name"], "127.0.0.1:5999/unreachable:1");
      assert.deepEqual((await refresh(made))?.state, made.state);
    });

    it("must fail on the name where the registry does not have it", async () => {
      await assert.rejects(create(`${registry.open}/web:none`), (error: unknown) => {
        assert.ok(error instanceof PullError);
        assert.equal(error.property, "name");
        return true;
      });
      assert.deepEqual(await names(), []);
    });

    it("must take back its name when it was moved by hand", async () => {
      const name = `${registry.open}/web:1`;
      const made = await create(name);
      await create(`${registry.open}/web:2`);
      await target.host.exec(["docker", "tag", `${registry.open}/web:2`, name]);
      const read = await refresh(made);
      assert.ok(read !== undefined);
      assert.deepEqual(differences(read, made.inputs), ["name"]);
      assert.deepEqual((await update(read, name)).state, made.state);
    });

    it("must make way for another tag, and go with its names", async () => {
      const made = await create(`${registry.open}/web:1`);
      assert.deepEqual(differences(made, await checked(`${registry.open}/web:2`)), ["name"]);
      const updated = await update(made, `${registry.open}/web:2`);
      assert.notEqual(updated.state.values["reference"], made.state.values["reference"]);
      assert.deepEqual(await names(), [`${registry.open}/web:2`]);
      await image.remove(context(), { id: updated.id ?? "", inputs: updated.inputs, state: updated.state });
      assert.deepEqual(await names(), []);
    });
  });
}

type Applied = ApplyResult & { readonly inputs: Bag };
