import assert from "node:assert/strict";
import { UNKNOWN, type Bag, type Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import type { CheckResult } from "../../providers/resources/lifecycle";
import { contextFolder } from "../builds/context-folder";
import { archives, type Archives } from "../support/archive";
import { imageId, webImage } from "../support/engine-images";
import { HOST_ID, imageContext } from "./image-context";

const HOST = { hostId: HOST_ID, address: "192.0.2.10" };

describe("The noun Image", () => {
  let files: Archives;
  before(async () => {
    files = await archives();
  });
  after(() => files.discard());

  const check = (values: Record<string, Value>): Promise<CheckResult> =>
    image.check(imageContext([]), {
      olds: undefined,
      news: { values: { host: HOST, ...values }, secrets: [] },
    });
  const failures = async (values: Record<string, Value>): Promise<string[]> =>
    (await check(values)).failures.map(({ path, reason }) => `${path.join(".")}: ${reason}`);

  describe("in its check", () => {
    it("must name an archive's image after project, stack and resource, and know its content", async () => {
      const { inputs } = await check({ archive: await files.save("named", webImage()) });
      assert.equal(inputs.values["name"], "shop-dev-app:latest");
      assert.equal(inputs.values["archiveDigest"], imageId(await webImage()));
    });

    it("must write two spellings of a name in one way", async () => {
      const [short, long] = await Promise.all([
        check({ name: "redis" }),
        check({ name: "docker.io/library/redis:latest" }),
      ]);
      assert.deepEqual(short.inputs, long.inputs);
    });

    it("must want a name or an archive", async () => {
      assert.deepEqual(await failures({}), [
        "name: is required without `archive` or `build`: it says what to pull",
      ]);
      assert.deepEqual(await failures({ name: null }), await failures({}));
    });

    it("must refuse what is no name, and a digest for an archive", async () => {
      assert.match((await failures({ name: "Ubuntu" })).join(), /^name: .*lower case/);
      const archive = await files.save("digest", webImage());
      assert.match(
        (await failures({ name: `app@${imageId(await webImage())}`, archive })).join(),
        /^name: must not have a digest/,
      );
    });

    it("must say all at once what is wrong with the name and with the archive", async () => {
      const both = await failures({ name: "Ubuntu", archive: "/nowhere.tar" });
      assert.match(both.join("\n"), /^name: .*\narchive: the image archive \/nowhere.tar does not exist/);
    });

    it("must know what a build is made of, and of which files", async () => {
      const folder = await contextFolder({ Dockerfile: "FROM scratch\nCOPY . /\n", page: "one" });
      const build = { context: folder.path, args: { A: "1" } };
      const { inputs, failures: none } = await check({ build });
      assert.deepEqual(none, []);
      assert.equal(inputs.values["name"], "shop-dev-app:latest");
      assert.match(String(inputs.values["buildSpec"]), /^sha256:[0-9a-f]{64}$/);
      assert.match(JSON.stringify(inputs.values["buildContext"]), /"page":/);
      const unknown = await check({ build: { ...build, args: { A: UNKNOWN } } });
      assert.equal(unknown.inputs.values["buildSpec"], UNKNOWN);
      assert.deepEqual(unknown.inputs.values["buildContext"], inputs.values["buildContext"]);
      const elsewhere = await check({ build: { ...build, on: UNKNOWN, noCache: true } });
      assert.equal(elsewhere.inputs.values["buildSpec"], inputs.values["buildSpec"]);
      await folder.discard();
    });

    it("must refuse secrets where everybody can read them, and say where they go", async () => {
      const folder = await contextFolder({ Dockerfile: "FROM scratch\n" });
      const build = {
        context: folder.path,
        args: { TOKEN: "s", OTHER: "1" },
        labels: { key: "s" },
        secrets: { t: "s" },
      };
      const secrets = [
        ["build", "args", "TOKEN"],
        ["build", "labels"],
        ["build", "secrets"],
      ];
      const news = { values: { host: HOST, build }, secrets };
      const { failures: found } = await image.check(imageContext([]), { olds: undefined, news });
      assert.deepEqual(
        found.map(({ path }) => path.join(".")),
        ["build.args.TOKEN", "build.labels.key"],
      );
      assert.match(found[0]?.reason ?? "", /is secret.*give it in `build\.secrets`/);
      await folder.discard();
    });

    it("must say all at once what is wrong with a build", async () => {
      const labels = { "io.moorage.urn": "x" };
      const found = await failures({ archive: "/nowhere.tar", build: { context: "/nowhere", labels } });
      assert.match(
        found.join("\n"),
        /^archive: .*\nbuild: goes not together with `archive`.*\nbuild\.labels\.io\.moorage\.urn: must not begin.*\nbuild\.context: .*does not exist/,
      );
    });

    it("must wait for what is not known yet", async () => {
      const { inputs, failures: none } = await check({ archive: UNKNOWN, name: UNKNOWN });
      assert.deepEqual(none, []);
      assert.equal(inputs.values["archiveDigest"], UNKNOWN);
      assert.equal(inputs.values["name"], UNKNOWN);
    });
  });

  describe("in its diff", () => {
    const differ = (olds: Bag, news: Bag, state: Record<string, Value> = {}): string[] => {
      const stored: Record<string, Value> = {
        reference: "r",
        imageId: "sha256:1",
        name: olds.values["name"] ?? null,
        ...state,
      };
      const request = { id: "x", oldInputs: olds, oldState: { values: stored, secrets: [] }, news };
      return image
        .diff(imageContext([]), request)
        .differences.map(({ path, kind, replaces }) => `${replaces ? "replace" : kind} ${path.join(".")}`);
    };
    const bag = (values: Record<string, Value>): Bag => ({
      values: { host: HOST, name: "app:1", keepOnDelete: false, ...values },
      secrets: [],
    });

    it("must see the content of an archive and not where it lies", () => {
      const old = bag({ archive: "a.tar", archiveDigest: "sha256:1" });
      assert.deepEqual(differ(old, bag({ archive: "b.tar", archiveDigest: "sha256:1" })), []);
      assert.deepEqual(differ(old, bag({ archive: "a.tar", archiveDigest: "sha256:2" })), [
        "update archiveDigest",
      ]);
      assert.deepEqual(differ(old, bag({ archive: UNKNOWN, archiveDigest: UNKNOWN })), [
        "update archiveDigest",
      ]);
      assert.deepEqual(differ(old, bag({})), ["delete archiveDigest"]);
    });

    it("must see what of a build makes another image, and not where and how it is built", () => {
      const built = (build: Record<string, Value>, digest = "sha256:1"): Bag =>
        bag({
          build: { context: "a", ...build },
          buildContext: { digest, listing: {} },
          buildSpec: `${digest}0`,
        });
      const old = built({ args: { A: "1" }, secrets: { t: "1" } });
      assert.deepEqual(
        differ(old, built({ context: "b", args: { A: "1" }, secrets: { t: "2" }, noCache: true })),
        [],
      );
      assert.deepEqual(differ(old, built({ args: { A: "1" }, on: { hostId: "x" }, pull: true })), []);
      assert.deepEqual(differ(old, built({ args: { A: "2" }, keep: 3 }, "sha256:2")), [
        "update build.args.A",
        "add build.keep",
        "update buildContext.digest",
      ]);
      const unknown = bag({ ...old.values, buildSpec: UNKNOWN });
      assert.deepEqual(differ(old, unknown), ["update buildSpec"]);
    });

    it("must replace on another machine only, not on another way to it", () => {
      assert.deepEqual(differ(bag({}), bag({ host: { hostId: HOST_ID, address: "198.51.100.1" } })), []);
      assert.deepEqual(differ(bag({}), bag({ host: { hostId: "other" } })), ["replace host.hostId"]);
      assert.deepEqual(differ(bag({}), bag({ host: UNKNOWN })), ["replace host.hostId"]);
    });

    it("must see a name that was moved by hand, and an image that never arrived", () => {
      assert.deepEqual(differ(bag({}), bag({}), { name: null }), ["update name"]);
      assert.deepEqual(differ(bag({}), bag({}), { imageId: null }), ["update name"]);
    });
  });
});
