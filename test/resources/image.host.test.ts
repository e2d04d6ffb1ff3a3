import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { UNKNOWN, type Bag, type Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import { PartialError, type ApplyResult } from "../../providers/resources/lifecycle";
import { ConnectionLostError } from "../../providers/ssh/errors";
import { archives, type Archives } from "../support/archive";
import { layeredImage, webImage } from "../support/engine-images";
import { corruptLayer } from "../images/corrupt-layer";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { HOST_ID, imageContext, sessionOf, type TestContext } from "./image-context";

for (const store of STORES.filter((each) => each.title !== "engine 26.1")) {
  describe(`The noun Image on ${store.title}`, function () {
    this.timeout(180_000);
    let files: Archives;
    let target: TestEngine;

    before(async () => {
      files = await archives();
      target = await startEngine(store);
    });
    after(async () => {
      await target.remove();
      await files.discard();
    });
    afterEach(async () => {
      await target.host.exec(["sh", "-c", "docker rm -f $(docker ps -aq); docker image prune -af; true"]);
    });

    const context = (engine: Engine = target.engine): TestContext =>
      imageContext([sessionOf(engine, target.remote)]);
    const checked = async (values: Record<string, Value>): Promise<Bag> => {
      const news = { values: { host: { hostId: HOST_ID }, ...values }, secrets: [] };
      const { inputs, failures } = await image.check(context(), { olds: undefined, news });
      assert.deepEqual(failures, []);
      return inputs;
    };
    const create = async (inputs: Bag, over = context()): Promise<Applied> => {
      const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: false };
      return { inputs, ...(await image.apply(over, request)) };
    };
    const update = async (old: Applied, inputs: Bag, over = context()): Promise<Applied> => {
      const request = { id: old.id, oldInputs: old.inputs, oldState: old.state, inputs, preview: false };
      return { inputs, ...(await image.apply(over, request)) };
    };
    const refresh = (old: Applied): ReturnType<typeof image.read> =>
      image.read(context(), { id: old.id ?? "", inputs: old.inputs, state: old.state });
    const differences = (old: Applied, news: Bag): string[] =>
      image
        .diff(context(), { id: old.id ?? "", oldInputs: old.inputs, oldState: old.state, news })
        .differences.map(({ path }) => path.join("."));
    const names = async (): Promise<string[]> =>
      (await target.engine.images.list()).flatMap((each) => each.RepoTags ?? []).sort();

    it("must have its names after a create, and no difference afterwards", async () => {
      const inputs = await checked({ archive: await files.save("one", webImage({ version: "one" })) });
      const made = await create(inputs);
      const { reference, name, imageId, repoDigest } = made.state.values;
      assert.match(String(reference), /^shop-dev-app:[0-9a-f]{12}$/);
      assert.equal(name, "shop-dev-app:latest");
      assert.equal(imageId, (await target.engine.images.inspect(String(reference))).Id);
      assert.equal(repoDigest, undefined);
      assert.deepEqual(await names(), [reference, name].sort());
      assert.deepEqual(differences(made, inputs), []);
      const read = await refresh(made);
      assert.deepEqual(read?.state, made.state);
    });

    it("must say at preview what changed content is called and how much of it is missing", async () => {
      const path = await files.save("preview", webImage({ version: "before" }));
      const made = await create(await checked({ archive: path }));
      await files.save("preview", webImage({ version: "after" }));
      const inputs = await checked({ archive: path });
      assert.deepEqual(differences(made, inputs), ["archiveDigest"]);
      const over = context();
      const before = await names();
      const request = { id: made.id, oldInputs: made.inputs, oldState: made.state, inputs, preview: true };
      const { state } = await image.apply(over, request);
      assert.deepEqual(over.logged, ["info: web-1 lacks 1 of 2 layers of the image, 2.0 kB."]);
      assert.equal(state.values["imageId"], UNKNOWN);
      assert.deepEqual(await names(), before);
      const updated = await update(made, inputs);
      assert.equal(updated.state.values["reference"], state.values["reference"]);
      assert.notEqual(updated.state.values["reference"], made.state.values["reference"]);
    });

    it("must keep the version before while a container needs it, and no longer", async () => {
      const path = await files.save("versions", webImage({ version: "first" }));
      const first = await create(await checked({ archive: path }));
      const reference = String(first.state.values["reference"]);
      await target.host.exec(["docker", "create", "--name=needs-it", reference]);
      await files.save("versions", webImage({ version: "second" }));
      const second = await update(first, await checked({ archive: path }));
      assert.ok((await names()).includes(reference));
      await target.host.exec(["docker", "rm", "needs-it"]);
      await files.save("versions", webImage({ version: "third" }));
      const third = await update(second, await checked({ archive: path }));
      assert.deepEqual(
        await names(),
        [String(third.state.values["reference"]), "shop-dev-app:latest"].sort(),
      );
    });

    it("must be gone after it was deleted by hand, and come back without sending anything that is there", async () => {
      const inputs = await checked({ archive: await files.save("gone", webImage({ version: "gone" })) });
      const made = await create(inputs);
      await target.host.exec(["docker", "rmi", "--force", String(made.state.values["reference"])]);
      assert.equal(await refresh(made), undefined);
      target.takeLoadedBytes();
      const again = await create(inputs);
      assert.deepEqual(again.state, made.state);
      assert.ok(target.takeLoadedBytes() < 20_000);
    });

    it("must take back a name that was moved by hand", async () => {
      const inputs = await checked({
        archive: await files.save("moved", webImage({ version: "moved" })),
        name: "moved",
      });
      const made = await create(inputs);
      const other = await create(
        await checked({ archive: await files.save("other", webImage({ version: "other" })) }),
      );
      await target.host.exec(["docker", "tag", String(other.state.values["reference"]), "moved:latest"]);
      const read = await refresh(made);
      assert.ok(read !== undefined);
      assert.deepEqual(differences(read, inputs), ["name"]);
      const repaired = await update(read, inputs);
      assert.deepEqual(repaired.state, made.state);
    });

    it("must remove its names, twice without complaint, and not what a container needs", async () => {
      const made = await create(
        await checked({ archive: await files.save("used", webImage({ version: "used" })) }),
      );
      await target.host.exec(["docker", "create", "--name=user", String(made.state.values["reference"])]);
      const over = context();
      const request = { id: made.id ?? "", inputs: made.inputs, state: made.state };
      await image.remove(over, request);
      assert.equal(over.logged.length, 2);
      assert.match(over.logged[0] ?? "", /stays on web-1: a container needs it/);
      assert.equal((await names()).length, 2);
      await target.host.exec(["docker", "rm", "user"]);
      await image.remove(context(), request);
      assert.deepEqual(await names(), []);
      await image.remove(context(), request);
    });

    it("must stay on the host where keepOnDelete says so", async () => {
      const archive = await files.save("kept", webImage({ version: "kept" }));
      const made = await create(await checked({ archive, keepOnDelete: true }));
      await image.remove(context(), { id: made.id ?? "", inputs: made.inputs, state: made.state });
      assert.equal((await names()).length, 2);
    });

    it("must go on by itself on a new connection when one breaks", async () => {
      const archive = await files.save(
        "broken",
        layeredImage([6e6, 6e6], { seed: "broken", version: "broken" }),
      );
      let loads = 0;
      const images: Engine["images"] = {
        ...target.engine.images,
        load: (tar, options) => {
          loads += 1;
          if (loads !== 2) return target.engine.images.load(tar, options);
          tar.destroy();
          return Promise.reject(new ConnectionLostError("the connection to web-1 is gone"));
        },
      };
      const over = context({ ...target.engine, images });
      const made = await create(await checked({ archive }), over);
      assert.equal(loads, 4);
      assert.ok(over.said.includes("web-1 lacks 3 of 4 layers of the image, 8.0 MB."), over.said.join("\n"));
      assert.deepEqual(await names(), [String(made.state.values["reference"]), "shop-dev-app:latest"].sort());
    });

    it("must leave what arrived to the next run, and be destroyable, when the connection stays broken", async () => {
      const inputs = await checked({
        archive: await files.save("cut", layeredImage([6e6, 6e6], { seed: "cut", version: "cut" })),
      });
      let loads = 0;
      const images: Engine["images"] = {
        ...target.engine.images,
        load: (tar, options) => {
          loads += 1;
          if (loads === 1) return target.engine.images.load(tar, options);
          tar.destroy();
          return Promise.reject(new ConnectionLostError("the connection to web-1 is gone"));
        },
      };
      const failed = await create(inputs, context({ ...target.engine, images })).then(
        () => assert.fail("it must fail"),
        (error: unknown) => error,
      );
      assert.ok(failed instanceof PartialError);
      assert.match((await names()).join(), /^moorage-partial\/[0-9a-f]+:[0-9a-f]+-1$/);
      const left = { id: failed.id, inputs: failed.inputs, state: failed.state };
      assert.deepEqual(await refresh(left), left);
      assert.deepEqual(differences(left, inputs), ["name"]);
      await image.remove(context(), left);
      assert.deepEqual(await names(), []);
    });

    it("must leave nothing behind when the archive turns out to be corrupt, and the old version as it was", async () => {
      const path = await files.save("corrupt", webImage({ version: "sound" }));
      const made = await create(await checked({ archive: path }));
      const wrong = await layeredImage([6e6], { seed: "corrupt", version: "corrupt" });
      await files.save("corrupt", wrong);
      const inputs = await checked({ archive: path });
      await corruptLayer(path, wrong.layers[0]);
      await assert.rejects(update(made, inputs), /corrupt layer/);
      assert.deepEqual(await names(), [String(made.state.values["reference"]), "shop-dev-app:latest"].sort());
      assert.deepEqual((await refresh(made))?.state, made.state);
    });

    it("must be imported by its name, with nothing to change afterwards", async () => {
      await create(
        await checked({
          archive: await files.save("import", webImage({ version: "import" })),
          name: "imported:2",
        }),
      );
      const id = `deploy@192.0.2.10:22/imported:2`;
      const found = await image.read(context(), { id, inputs: undefined, state: undefined });
      assert.ok(found !== undefined);
      assert.equal(found.id, `${HOST_ID}/imported:2`);
      const host = found.inputs.values["host"] ?? null;
      const { inputs } = await image.check(context(), {
        olds: undefined,
        news: { values: { host, name: "imported:2" }, secrets: [] },
      });
      assert.deepEqual(differences(found, inputs), []);
      const missing = { id: "deploy@192.0.2.10:22/none", inputs: undefined, state: undefined };
      await assert.rejects(image.read(context(), missing), /The image none:latest does not exist/);
    });
  });
}

type Applied = ApplyResult & { readonly inputs: Bag };
