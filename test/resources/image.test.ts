import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { NotFoundError } from "../../providers/docker/errors";
import { UserError } from "../../providers/errors";
import { DiskSpaceError } from "../../providers/linux/errors";
import { UNKNOWN, type Bag, type Value } from "../../providers/resources/bag";
import { HostChangedError, HostUnreachableError } from "../../providers/resources/host-errors";
import { image } from "../../providers/resources/image";
import { formatBytes } from "../../providers/resources/image/transfer-progress";
import { PartialError, type CheckResult } from "../../providers/resources/lifecycle";
import type { Remote } from "../../providers/ssh/remote";
import { contextFolder } from "../builds/context-folder";
import { archives, type Archives } from "../support/archive";
import { imageId, webImage } from "../support/engine-images";
import { HOST_ID, imageContext, sessionOf } from "./image-context";

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

  describe("whose host is gone or down", () => {
    const state = {
      values: { reference: "app:12", imageId: "sha256:1", name: "app:1", previous: [] },
      secrets: [],
    };
    const inputs = { values: { host: HOST, name: "app:1", keepOnDelete: false }, secrets: [] };
    const down = new HostUnreachableError("web-1 does not answer");

    it("must keep its state, with the reason, when the host does not answer", async () => {
      await assert.rejects(image.read(imageContext([down]), { id: "x", inputs, state }), (error: unknown) => {
        assert.ok(error instanceof PartialError);
        assert.deepEqual(
          [error.id, error.inputs, error.state, error.message],
          ["x", inputs, state, down.message],
        );
        return true;
      });
    });

    it("must be gone with a machine that was replaced, and be removed without complaint", async () => {
      const changed = new HostChangedError("another machine is there now");
      assert.equal(await image.read(imageContext([changed]), { id: "x", inputs, state }), undefined);
      await image.remove(imageContext([changed]), { id: "x", inputs, state });
    });

    it("must not be removed from a host that is down, unless the configuration says so", async () => {
      await assert.rejects(
        image.remove(imageContext([down]), { id: "x", inputs, state }),
        HostUnreachableError,
      );
      const over = imageContext([down], { deleteUnreachable: true });
      await image.remove(over, { id: "x", inputs, state });
      assert.match(over.logged.join(), /^warning: .*deleteUnreachable/);
    });

    it("must be previewed all the same, with its reference, where it comes from an archive", async () => {
      const archive = await files.save("offline", webImage());
      const news = (await check({ archive })).inputs;
      const over = imageContext([down]);
      const request = {
        id: undefined,
        oldInputs: undefined,
        oldState: undefined,
        inputs: news,
        preview: true,
      };
      const { state: foreseen } = await image.apply(over, request);
      assert.equal(foreseen.values["reference"], `shop-dev-app:${imageId(await webImage()).slice(7, 19)}`);
      assert.equal(foreseen.values["imageId"], UNKNOWN);
      assert.match(over.logged.join(), /^warning: The preview is made without a look at the host/);
    });

    it("must be previewed without dialling while the host is not known", async () => {
      const news = { values: { ...inputs.values, host: UNKNOWN }, secrets: [] } as Bag;
      const request = {
        id: undefined,
        oldInputs: undefined,
        oldState: undefined,
        inputs: news,
        preview: true,
      };
      const { id, state: foreseen } = await image.apply(imageContext([]), request);
      assert.deepEqual([id, foreseen.values["reference"]], [undefined, UNKNOWN]);
    });
  });

  describe("on a host without room", () => {
    const engine = {
      name: "web-1",
      images: {
        list: async () => [],
        inspect: async () => {
          throw new NotFoundError({ host: "web-1", action: "inspect", status: 404, reason: "no such image" });
        },
      },
      system: { info: async () => ({ Architecture: "x86_64", DockerRootDir: "/var/lib/docker" }) },
    } as unknown as Engine;
    const remote = (freeKibibytes: number): Remote =>
      ({
        run: async (command: readonly string[]) => {
          assert.deepEqual(command, ["df", "-P", "-k", "/var/lib/docker"]);
          const stdout = `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda1 9999 1 ${freeKibibytes} 99% /var\n`;
          return { exitCode: 0, stdout, stderr: "" };
        },
      }) as unknown as Remote;
    const preview = async (freeKibibytes: number): Promise<string[]> => {
      const { inputs } = await check({ archive: await files.save("large", webImage()) });
      const over = imageContext([sessionOf(engine, remote(freeKibibytes))]);
      await image.apply(over, {
        id: undefined,
        oldInputs: undefined,
        oldState: undefined,
        inputs,
        preview: true,
      });
      return over.logged;
    };

    it("must fail at preview, saying how much is free and how much is needed", async () => {
      await assert.rejects(preview(1024), (error: unknown) => {
        assert.ok(error instanceof DiskSpaceError && error instanceof UserError);
        assert.match(
          error.message,
          /does not fit on web-1: \/var\/lib\/docker has 1 MiB free and needs \d+ MiB/,
        );
        return true;
      });
    });

    it("must be previewed where there is room", async () => {
      assert.match(
        (await preview(1024 * 1024)).join(),
        /^info: web-1 lacks 2 of 2 layers of the image, [\d.]+ MB\.$/,
      );
    });
  });

  it("must say amounts of data in three digits at most", () => {
    const texts = [0, 999, 1000, 312_400, 5_340_000, 53_400_000, 999_000_000, 1.25e9, 5e12].map(formatBytes);
    assert.deepEqual(texts, [
      "0 bytes",
      "999 bytes",
      "1.0 kB",
      "312 kB",
      "5.3 MB",
      "53 MB",
      "999 MB",
      "1.3 GB",
      "5000 GB",
    ]);
  });
});
