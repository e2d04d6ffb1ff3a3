import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { chooseImage, openArchive } from "../../providers/images/archive";
import { ArchiveError } from "../../providers/images/archive-error";
import { layerBytes, openLayer } from "../../providers/images/layer-content";
import { linuxPlatform } from "../../providers/images/platform";
import { diffIds, imageId, webImage, writeArchive } from "../support/engine-images";
import { configOf, digestOf, ociLayout, tarOf, writeTar, type TarContent } from "./tar-fixture";

const LAYER = Buffer.alloc(20_480, "layer");
const CONFIG = configOf(LAYER);
const CONFIG_FILE = `${digestOf(CONFIG).slice(7)}.json`;
const AMD64 = { os: "linux", architecture: "amd64" };
const ARM64 = { os: "linux", architecture: "arm64", variant: "v8" };

const legacy = (more: Record<string, TarContent> = {}): Record<string, TarContent> => ({
  "1234/layer.tar": LAYER,
  [CONFIG_FILE]: CONFIG,
  "manifest.json": [{ Config: CONFIG_FILE, RepoTags: ["app:1"], Layers: ["1234/layer.tar"] }],
  ...more,
});

describe("An image archive", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-archive-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string): string => join(folder, name);
  const contentOf = async (path: string): Promise<Buffer[]> => {
    const archive = await openArchive(path);
    const contents: Buffer[] = [];
    for (const layer of archive.images[0]?.layers ?? []) {
      const chunks: Buffer[] = [];
      for await (const chunk of openLayer(archive.files, layer)) chunks.push(chunk as Buffer);
      assert.equal(await layerBytes(archive.files, layer), Buffer.concat(chunks).length);
      contents.push(Buffer.concat(chunks));
    }
    return contents;
  };

  for (const layout of ["docker", "docker-oci", "oci", "oci-gzip"] as const) {
    it(`must give an image's config and layers from the layout ${layout}`, async () => {
      const image = await webImage();
      await writeArchive(image, layout, at(layout));
      const archive = await openArchive(at(layout));
      assert.equal(archive.digest, imageId(image));
      assert.deepEqual(
        archive.images[0]?.layers.map((layer) => layer.diffId),
        diffIds(image),
      );
      assert.deepEqual(await contentOf(at(layout)), image.layers);
    });
  }

  it("must be read when it is compressed with gzip, and have the same digest", async () => {
    const image = await webImage();
    await writeArchive(image, "docker", at("plain"));
    await writeFile(at("plain.gz"), gzipSync(await readFile(at("plain"))));
    assert.equal((await openArchive(at("plain.gz"))).digest, imageId(image));
    assert.deepEqual(await contentOf(at("plain.gz")), image.layers);
  });

  it("must be read from a folder", async () => {
    for (const [name, content] of Object.entries(ociLayout(LAYER, [AMD64]))) {
      await mkdir(dirname(join(at("folder"), name)), { recursive: true });
      await writeFile(
        join(at("folder"), name),
        Buffer.isBuffer(content) || typeof content === "string" ? content : JSON.stringify(content),
      );
    }
    await cp(at("folder"), at("elsewhere"), { recursive: true });
    assert.deepEqual(await contentOf(at("folder")), [LAYER]);
    assert.equal((await openArchive(at("elsewhere"))).digest, (await openArchive(at("folder"))).digest);
  });

  it("must follow the link that stands for a second layer of equal content", async () => {
    const config = JSON.stringify({ ...AMD64, rootfs: { diff_ids: [digestOf(LAYER), digestOf(LAYER)] } });
    const path = await writeTar(at("link"), {
      "1/layer.tar": LAYER,
      "2/layer.tar": "->../1/layer.tar",
      "config.json": config,
      "manifest.json": [{ Config: "config.json", Layers: ["1/layer.tar", "2/layer.tar"] }],
    });
    assert.deepEqual(await contentOf(path), [LAYER, LAYER]);
  });

  it("must be read when its names begin with ./", async () => {
    const files = Object.entries(legacy()).map(([name, content]) => [`./${name}`, content] as const);
    assert.deepEqual(await contentOf(await writeTar(at("dot"), Object.fromEntries(files))), [LAYER]);
  });

  it("must give the image for the host's platform, and its digest must not depend on the host", async () => {
    const archive = await openArchive(await writeTar(at("multi"), ociLayout(LAYER, [AMD64, ARM64])));
    assert.equal(chooseImage(archive, linuxPlatform("aarch64")).platform.architecture, "arm64");
    assert.equal(chooseImage(archive, linuxPlatform("x86_64")).platform.architecture, "amd64");
    assert.throws(
      () => chooseImage(archive, linuxPlatform("riscv64")),
      /no image for linux\/riscv64, only for/,
    );
    const one = await openArchive(await writeTar(at("single"), ociLayout(LAYER, [AMD64])));
    assert.notEqual(archive.digest, one.digest);
  });

  it("must be usable where it holds one platform of an index only, and ignore attestations", async () => {
    const files = ociLayout(LAYER, [AMD64, ARM64, { os: "unknown", architecture: "unknown" }]);
    const arm = Object.entries(files).find(([, content]) =>
      String(content).includes(`"arm64","variant":"v8","rootfs"`),
    );
    const config = arm?.[0] ?? "";
    const manifest = Object.entries(files).find(
      ([name, content]) =>
        name !== config &&
        typeof content === "string" &&
        content.includes(config.slice(-64)) &&
        content.includes('"config"'),
    );
    const rest = Object.fromEntries(
      Object.entries(files).filter(([name]) => name !== config && name !== manifest?.[0]),
    );
    const archive = await openArchive(await writeTar(at("partial"), rest));
    assert.deepEqual(
      archive.images.map((image) => image.platform.architecture),
      ["amd64"],
    );
  });

  const refused: readonly (readonly [title: string, write: () => Promise<Buffer>, reason: RegExp])[] = [
    ["an empty file", async () => Buffer.alloc(0), /is empty/],
    ["no tar", async () => Buffer.from("<html>".repeat(500)), /not a tar that can be read to its end/],
    [
      "a tar cut in the middle",
      async () => (await tarOf(legacy())).subarray(0, 9000),
      /not a tar that can be read to its end/,
    ],
    [
      "a tar cut before its manifest",
      async () => (await tarOf(legacy())).subarray(0, 512 + LAYER.length),
      /neither a manifest.json nor an index.json/,
    ],
    [
      "gzip cut in the middle",
      async () => gzipSync(await tarOf(legacy())).subarray(0, 100),
      /not a tar that can be read to its end/,
    ],
    ["zstd around it", async () => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]), /compressed with zstd/],
    ["xz around it", async () => Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), /compressed with xz/],
    [
      "a container's file system",
      async () => tarOf({ "etc/passwd": "root" }),
      /neither a manifest.json nor an index.json/,
    ],
    [
      "a manifest that is not JSON",
      async () => tarOf(legacy({ "manifest.json": "[{" })),
      /manifest.json that is not JSON/,
    ],
    [
      "a manifest of another form",
      async () => tarOf(legacy({ "manifest.json": {} })),
      /manifest.json that is not a list/,
    ],
    ["no image", async () => tarOf(legacy({ "manifest.json": [] })), /holds no image/],
    [
      "a config that is not what its name says",
      async () => tarOf(legacy({ [CONFIG_FILE]: CONFIG.replace("amd64", "arm64") })),
      /is corrupt/,
    ],
    [
      "a missing layer",
      async () =>
        tarOf({
          [CONFIG_FILE]: CONFIG,
          "manifest.json": [{ Config: CONFIG_FILE, Layers: ["gone/layer.tar"] }],
        }),
      /lacks the layer gone\/layer.tar/,
    ],
    [
      "a missing config",
      async () =>
        tarOf({ "1/layer.tar": LAYER, "manifest.json": [{ Config: "gone.json", Layers: ["1/layer.tar"] }] }),
      /lacks its file gone.json/,
    ],
    [
      "fewer layers than its config has",
      async () => tarOf(legacy({ "manifest.json": [{ Config: CONFIG_FILE, Layers: [] }] })),
      /lists 0 layers, but its config .* has 1/,
    ],
    [
      "a name that leads out of it",
      async () => tarOf(legacy({ "manifest.json": [{ Config: "../../etc/passwd", Layers: [] }] })),
      /not inside of it/,
    ],
    [
      "two images",
      async () =>
        tarOf(
          legacy({
            "manifest.json": [1, 2].map(() => ({ Config: CONFIG_FILE, Layers: ["1234/layer.tar"] })),
          }),
        ),
      /holds 2 images/,
    ],
    [
      "zstd layers",
      async () => tarOf(ociLayout(LAYER, [AMD64], "application/vnd.oci.image.layer.v1.tar+zstd")),
      /not every engine can read/,
    ],
    [
      "something that is no image",
      async () =>
        tarOf({ "index.json": { manifests: [{ mediaType: "text/plain", digest: digestOf("x") }] } }),
      /holds no image/,
    ],
    [
      "a blob named by no digest",
      async () =>
        tarOf({
          "index.json": {
            manifests: [{ mediaType: "application/vnd.oci.image.manifest.v1+json", digest: "../x" }],
          },
        }),
      /a digest that is none/,
    ],
  ];
  for (const [title, write, reason] of refused) {
    it(`must be refused with its path and the reason: ${title}`, async () => {
      const path = at("refused");
      await writeFile(path, await write());
      await assert.rejects(openArchive(path), (error: unknown) => {
        assert.ok(error instanceof ArchiveError, String(error));
        assert.match(error.message, reason);
        assert.ok(error.message.includes(path));
        assert.equal(error.property, "archive");
        return true;
      });
    });
  }

  it("must be refused where there is none", async () => {
    await assert.rejects(openArchive(at("nowhere")), /does not exist; check the path/);
  });

  it("must fail before the end of a layer whose content is not its diff ID's", async () => {
    const other = Buffer.from(LAYER);
    other.writeUInt8(1, 20_000);
    const archive = await openArchive(await writeTar(at("changed"), legacy({ "1234/layer.tar": other })));
    const [layer] = archive.images[0]?.layers ?? [];
    assert.ok(layer !== undefined);
    let bytes = 0;
    await assert.rejects(async () => {
      for await (const chunk of openLayer(archive.files, layer)) bytes += (chunk as Buffer).length;
    }, /corrupt layer 1234\/layer.tar/);
    assert.ok(bytes < LAYER.length);
  });

  it("must fail on a compressed layer that is cut, when its size is asked", async () => {
    const zipped = gzipSync(LAYER);
    const archive = await openArchive(
      await writeTar(at("cut-layer"), legacy({ "1234/layer.tar": zipped.subarray(0, 30) })),
    );
    const [layer] = archive.images[0]?.layers ?? [];
    assert.ok(layer !== undefined);
    await assert.rejects(layerBytes(archive.files, layer), ArchiveError);
  });
});
