import assert from "node:assert/strict";
import { Readable } from "node:stream";
import fc from "fast-check";
import { extract } from "tar-stream";
import { NotFoundError } from "../../providers/docker/errors";
import type { Images } from "../../providers/docker/images";
import { bundleFiles, manifestDigest, packBundle, type Bundle } from "../../providers/images/bundle";
import { commonPrefix, countHeldLayers } from "../../providers/images/held-layers";
import { planLoads, sum } from "../../providers/images/load-plan";
import { parseReference } from "../../providers/images/reference";
import { removeTemporaryImages, temporaryRepository } from "../../providers/images/temporary-images";

const layersOf = (sizes: readonly number[]): { diffId: string; bytes: number }[] =>
  sizes.map((bytes, index) => ({ diffId: `sha256:${String(index).padStart(64, "0")}`, bytes }));

const MEBIBYTE = 1024 * 1024;

describe("The loads of an image", () => {
  it("must send each missing layer once, in order, and end with the whole image", () => {
    const sizes = fc.array(fc.nat(20 * MEBIBYTE), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.nat(12), (given, some) => {
        const layers = layersOf(given);
        const held = Math.min(some, layers.length);
        const loads = planLoads(layers, held);
        assert.deepEqual(
          loads.flatMap((load) => load.sent),
          layers.slice(held),
        );
        assert.equal(loads.at(-1)?.upTo, layers.length);
        for (const { upTo, sent } of loads) {
          assert.deepEqual(sent, layers.slice(upTo - sent.length, upTo));
        }
        for (const { sent } of loads.slice(0, -1)) assert.ok(sum(sent) >= 4 * MEBIBYTE);
      }),
    );
  });

  it("must put small layers together, and a large one by itself", () => {
    const loads = planLoads(layersOf([MEBIBYTE, 9 * MEBIBYTE, 9 * MEBIBYTE, 1024, 1024]), 0);
    assert.deepEqual(
      loads.map((load) => load.sent.length),
      [2, 1, 2],
    );
    assert.deepEqual(planLoads(layersOf([9 * MEBIBYTE]), 0).length, 1);
  });

  it("must be one without a layer where the engine has all", () => {
    assert.deepEqual(planLoads(layersOf([5, 5]), 2), [{ upTo: 2, sent: [] }]);
  });
});

describe("What is sent for an image", () => {
  const layers = layersOf([5, 7]);
  const bundle: Bundle = {
    name: parseReference("moorage-partial/x:1"),
    config: Buffer.from("{}"),
    layers,
    sent: new Set([layers[1]?.diffId ?? ""]),
  };

  it("must name the image for both kinds of engines, each in its own file", () => {
    const files = new Map(bundleFiles(bundle).map(({ path, content }) => [path, content.toString()]));
    const [entry] = JSON.parse(files.get("manifest.json") ?? "") as {
      RepoTags: string[];
      Layers: string[];
    }[];
    assert.deepEqual(entry?.RepoTags, ["moorage-partial/x:1"]);
    assert.deepEqual(
      entry.Layers,
      layers.map(({ diffId }) => `blobs/${diffId.replace(":", "/")}`),
    );
    const index = JSON.parse(files.get("index.json") ?? "") as {
      manifests: { digest: string; annotations: object }[];
    };
    assert.deepEqual(index.manifests[0]?.annotations, {
      "io.containerd.image.name": "docker.io/moorage-partial/x:1",
    });
    assert.equal(index.manifests[0].digest, manifestDigest(bundle.config, layers));
    assert.ok(files.has(`blobs/${manifestDigest(bundle.config, layers).replace(":", "/")}`));
  });

  it("must be the same image whichever of its layers travel", () => {
    const whole = { ...bundle, sent: new Set(layers.map((layer) => layer.diffId)) };
    assert.deepEqual(bundleFiles(whole), bundleFiles(bundle));
  });

  it("must hold the documents and only the layers that are sent", async () => {
    const names: string[] = [];
    const tar = packBundle(bundle, ({ bytes }) => Readable.from([Buffer.alloc(bytes)]));
    for await (const entry of tar.pipe(extract())) {
      names.push(entry.header.name);
      entry.resume();
    }
    assert.deepEqual(
      names.filter((name) => /0{60}/.test(name)),
      [`blobs/sha256/${"1".padStart(64, "0")}`],
    );
  });

  it("must fail where a layer fails", async () => {
    const failing = (): Readable =>
      new Readable({
        read() {
          this.destroy(new Error("cut"));
        },
      });
    await assert.rejects(async () => {
      for await (const chunk of packBundle(bundle, failing)) assert.ok(chunk !== undefined);
    }, /cut/);
  });
});

describe("The layers that an engine has", () => {
  it("must count from the lowest, and stop at the first difference", () => {
    assert.equal(commonPrefix(["a", "b", "c"], ["a", "b", "x"]), 2);
    assert.equal(commonPrefix(["a", "b"], ["x", "a", "b"]), 0);
    assert.equal(commonPrefix(["a"], ["a", "b"]), 1);
  });

  it("must be those of the image with most of them, whatever order the answers have", async () => {
    const held = await countHeldLayers(
      engineWith({ few: ["a"], most: ["a", "b"], other: ["x"] }, ["few"]),
      query,
    );
    assert.equal(held, 2);
  });

  it("must not be those of a broken image, nor of one that vanished", async () => {
    const images = engineWith({ broken: undefined, gone: null, good: ["a"] });
    assert.equal(await countHeldLayers(images, query), 1);
  });

  it("must not be looked for any further when a likely image has all", async () => {
    const inspected: string[] = [];
    const images = engineWith({ likely: ["a", "b", "c"], other: ["a"] }, [], inspected);
    assert.equal(await countHeldLayers(images, query), 3);
    assert.deepEqual(inspected, ["likely"]);
  });

  const query = { diffIds: ["a", "b", "c"], repositories: ["shop/likely"] };
});

describe("Temporary images", () => {
  it("must be removed by the resource they belong to, and by others only when they are a day old", async () => {
    const mine = temporaryRepository("urn:mine");
    const other = temporaryRepository("urn:other");
    const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
    const tagged: Record<string, string> = {
      [`${mine}:a-1`]: hoursAgo(0),
      [`${other}:young-1`]: hoursAgo(1),
      [`${other}:old-1`]: hoursAgo(25),
      "shop/app:1": hoursAgo(99),
    };
    const removed: string[] = [];
    const images = {
      list: async () => [{ Id: "x", RepoTags: Object.keys(tagged), RepoDigests: null }],
      inspect: async (name: string) => ({ Id: "x", Metadata: { LastTagTime: tagged[name] ?? "" } }),
      remove: async (name: string) => void removed.push(name),
    } as Partial<Images> as Images;
    await removeTemporaryImages(images, mine);
    assert.deepEqual(removed, [`${mine}:a-1`, `${other}:old-1`]);
  });
});

/** Images by id; undefined is a broken one, null one that is gone when it is asked for. The slow ones answer last. */
function engineWith(
  layers: Readonly<Record<string, readonly string[] | undefined | null>>,
  slow: readonly string[] = [],
  inspected: string[] = [],
): Images {
  return {
    list: async () =>
      Object.keys(layers).map((Id) => ({ Id, RepoTags: [`shop/${Id}:1`], RepoDigests: null })),
    inspect: async (id: string) => {
      inspected.push(id);
      const found = layers[id];
      if (slow.includes(id)) await new Promise((resolve) => setImmediate(resolve));
      if (found === null)
        throw new NotFoundError({ host: "h", action: "inspect", status: 404, reason: "gone" });
      return { Id: id, RootFS: found === undefined ? {} : { Layers: found } };
    },
  } as Partial<Images> as Images;
}
