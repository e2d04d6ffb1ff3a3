import assert from "node:assert/strict";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CancelledError } from "../../providers/errors";
import { NotFoundError } from "../../providers/docker/errors";
import { ImageLoadError } from "../../providers/docker/load-result";
import { PullError } from "../../providers/docker/pull-error";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { startRegistry, type TestRegistry } from "../images/test-registry";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";

for (const store of STORES.filter((each) => each.title !== "engine 26.1")) {
  describe(`Images of ${store.title}`, function () {
    this.timeout(180_000);
    let target: TestEngine;
    let registry: TestRegistry;
    let files: Archives;

    before(async () => {
      files = await archives();
      target = await startEngine(store);
      registry = await startRegistry(target.host);
      const archive = await files.save("web", webImage());
      await target.host.exec(["docker", "load"], { input: createReadStream(archive) });
      await target.host.exec([
        "docker",
        "login",
        "-u",
        registry.login.username,
        "-p",
        registry.login.password,
        registry.closed,
      ]);
      for (const each of [registry.open, registry.closed]) {
        await target.host.exec(["docker", "tag", "moorage-test/web:1", `${each}/web:1`]);
        await target.host.exec(["docker", "push", "-q", `${each}/web:1`]);
      }
      await target.host.exec(["docker", "logout", registry.closed]);
    });
    after(async () => {
      await target.remove();
      await files.discard();
    });
    beforeEach(async () => {
      await target.host.exec(["sh", "-c", "docker rmi -f $(docker images -aq); true"]);
    });

    const failureOf = async (reference: string): Promise<PullError> => {
      const error: unknown = await target.engine.images.pull(reference).then(
        () => assert.fail("the pull must fail"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof PullError, String(error));
      assert.equal(error.property, "name");
      return error;
    };

    it("must be pulled by tag, with its progress, and then by digest", async () => {
      const { images } = target.engine;
      const seen: number[] = [];
      await images.pull(`${registry.open}/web:1`, { onProgress: ({ bytes }) => seen.push(bytes) });
      const { Id, RepoDigests } = await images.inspect(`${registry.open}/web:1`);
      const [digest = ""] = RepoDigests ?? [];
      assert.match(digest, /^127\.0\.0\.1:5000\/web@sha256:[0-9a-f]{64}$/);
      // Containerd's store may still hold the blobs that were pushed from it, and then fetches none.
      if (!store.containerd) assert.ok((seen.at(-1) ?? 0) > 0);
      await images.remove(`${registry.open}/web:1`);
      await images.pull(digest);
      assert.equal((await images.inspect(digest)).Id, Id);
    });

    it("must fail as not found where the tag, the repository or the digest is not there", async () => {
      for (const name of ["web:none", "none:1", `web@sha256:${"0".repeat(64)}`]) {
        assert.equal((await failureOf(`${registry.open}/${name}`)).failure, "not-found", name);
      }
    });

    it("must fail as denied where a login is wanted, and be pulled with one", async () => {
      const reference = `${registry.closed}/web:1`;
      assert.equal((await failureOf(reference)).failure, "denied");
      const auth = { ...registry.login, serveraddress: registry.closed };
      await target.engine.images.pull(reference, { auth });
      await target.engine.images.inspect(reference);
    });

    it("must not tell the password when the login is wrong", async () => {
      const auth = { username: "deploy", password: "canary-7f3a" };
      const failure = await target.engine.images.pull(`${registry.closed}/web:1`, { auth }).then(
        () => assert.fail("the pull must fail"),
        (reason: unknown) => reason,
      );
      assert.ok(failure instanceof PullError);
      assert.equal(failure.failure, "denied");
      assert.ok(!JSON.stringify(failure, Object.getOwnPropertyNames(failure)).includes("canary-7f3a"));
    });

    it("must fail as unreachable where no registry answers", async () => {
      assert.equal((await failureOf("127.0.0.1:5999/web:1")).failure, "unreachable");
    });

    it("must not be there for an inspection or a removal before they are pulled", async () => {
      await assert.rejects(target.engine.images.inspect("web:none"), NotFoundError);
      await assert.rejects(target.engine.images.remove("web:none"), NotFoundError);
    });

    it("must be tagged and removed by name only", async () => {
      const { images } = target.engine;
      await images.pull(`${registry.open}/web:1`);
      await images.tag(`${registry.open}/web:1`, "example/web", "2");
      await images.remove(`${registry.open}/web:1`);
      const listed = (await images.list()).flatMap((image) => image.RepoTags ?? []);
      assert.deepEqual(listed, ["example/web:2"]);
    });

    it("must not be loaded from what is no image, whatever the status says", async () => {
      await assert.rejects(target.engine.images.load(Readable.from([Buffer.alloc(10_240)])), ImageLoadError);
    });

    it("must stop loading when cancelled", async () => {
      const cancel = new AbortController();
      const endless = new Readable({ read: () => undefined });
      endless.push(Buffer.alloc(1024));
      const loading = target.engine.images.load(endless, { signal: cancel.signal });
      cancel.abort();
      await assert.rejects(loading, CancelledError);
      if (!endless.closed) await once(endless, "close");
    });
  });
}
