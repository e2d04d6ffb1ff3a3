import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { CancelledError } from "../../providers/errors";
import { NotFoundError } from "../../providers/docker/errors";
import { chooseImage, openArchive } from "../../providers/images/archive";
import { ArchiveError } from "../../providers/images/archive-error";
import { deliverImage } from "../../providers/images/deliver-image";
import { linuxPlatform } from "../../providers/images/platform";
import { findMissingLayers, sendImage, type Shipment } from "../../providers/images/send-image";
import { removeTemporaryImages, temporaryRepository } from "../../providers/images/temporary-images";
import { archives, type Archives } from "../support/archive";
import { diffIds, layeredImage, type TestImage } from "../support/engine-images";
import { corruptLayer } from "./corrupt-layer";
import { startEngine, STORES, type TestEngine } from "./test-engine";

const MEGABYTE = 1e6;
const nothing = async (): Promise<void> => undefined;

for (const store of STORES) {
  describe(`Images sent to ${store.title}`, function () {
    this.timeout(180_000);
    let files: Archives;
    let target: TestEngine;
    let counter = 0;

    before(async () => {
      files = await archives();
      target = await startEngine(store);
    });
    after(async () => {
      await target.remove();
      await files.discard();
    });

    const shipmentOf = async (path: string, more: Partial<Shipment> = {}): Promise<Shipment> => {
      const archive = await openArchive(path);
      return {
        archive,
        image: chooseImage(archive, linuxPlatform(process.arch === "arm64" ? "aarch64" : "x86_64")),
        temporaryRepository: temporaryRepository("urn:app"),
        likelyRepositories: ["moorage-test/app"],
        compress: true,
        ...more,
      };
    };
    const fresh = (sizes: number[], version = "1"): Promise<TestImage> =>
      layeredImage(sizes, { version, seed: `${(counter += 1)}` });
    const names = async (): Promise<string[]> =>
      (await target.engine.images.list()).flatMap((image) => image.RepoTags ?? []);
    const answerOf = async (name: string): Promise<string> =>
      (
        await target.host.exec(["docker", "run", "--rm", "--network=none", name, "cat", "/www/index.html"])
      ).trim();

    for (const layout of ["docker", "docker-oci", "oci", "oci-gzip"] as const) {
      it(`must arrive whole from an archive of layout ${layout}`, async () => {
        const image = await fresh([100_000, 200_000, 300_000], layout);
        const path = await files.save(layout, image, layout);
        await deliverImage(target.engine, await shipmentOf(path), [`moorage-test/${layout}:1`], nothing);
        const { RootFS } = await target.engine.images.inspect(`moorage-test/${layout}:1`);
        assert.deepEqual(RootFS?.Layers, diffIds(image));
        assert.equal(await answerOf(`moorage-test/${layout}:1`), layout);
      });
    }

    it("must send a changed top layer only, and leave no temporary name", async () => {
      const sizes = [6 * MEGABYTE, 6 * MEGABYTE];
      const seed = `changed-${(counter += 1)}`;
      const first = await files.save("first", layeredImage(sizes, { version: "1", seed }));
      const second = await files.save("second", layeredImage(sizes, { version: "2", seed }));
      await deliverImage(target.engine, await shipmentOf(first), ["moorage-test/app:1"], nothing);
      assert.ok(target.takeLoadedBytes() > 12 * MEGABYTE);
      await deliverImage(target.engine, await shipmentOf(second), ["moorage-test/app:2"], nothing);
      assert.ok(target.takeLoadedBytes() < 20_000);
      assert.equal(await answerOf("moorage-test/app:1"), "1");
      assert.equal(await answerOf("moorage-test/app:2"), "2");
      assert.deepEqual(
        (await names()).filter((name) => name.startsWith("moorage-partial/")),
        [],
      );
    });

    it("must not move a good name when a layer turns out to be corrupt", async () => {
      const seed = `corrupt-${(counter += 1)}`;
      const good = await files.save("good", layeredImage([5 * MEGABYTE], { version: "good", seed }));
      await deliverImage(target.engine, await shipmentOf(good), ["moorage-test/steady:1"], nothing);
      const image = await layeredImage([5 * MEGABYTE, 6 * MEGABYTE], { version: "bad", seed });
      const bad = await files.save("bad", image);
      await corruptLayer(bad, image.layers[1]);
      const delivery = deliverImage(target.engine, await shipmentOf(bad), ["moorage-test/steady:1"], nothing);
      await assert.rejects(delivery, (error: unknown) => {
        assert.ok(error instanceof ArchiveError, String(error));
        assert.match(error.message, /corrupt layer/);
        return true;
      });
      await removeTemporaryImages(target.engine.images, temporaryRepository("urn:app"));
      assert.equal(await answerOf("moorage-test/steady:1"), "good");
      assert.deepEqual(
        (await names()).filter((name) => name.startsWith("moorage-partial/")),
        [],
      );
    });

    it("must go on after the layers that arrived before it was cut", async () => {
      const path = await files.save("cut", await fresh([8 * MEGABYTE, 8 * MEGABYTE, 8 * MEGABYTE]));
      const cut = new AbortController();
      const shipment = await shipmentOf(path, {
        signal: cut.signal,
        onProgress: ({ bytes }) => bytes > 20 * MEGABYTE && cut.abort(),
      });
      await assert.rejects(
        deliverImage(target.engine, shipment, ["moorage-test/cut:1"], nothing),
        CancelledError,
      );
      await assert.rejects(target.engine.images.inspect("moorage-test/cut:1"), NotFoundError);
      target.takeLoadedBytes();
      await deliverImage(target.engine, await shipmentOf(path), ["moorage-test/cut:1"], nothing);
      // The third layer was cut; it comes again, with the small ones above it.
      assert.ok(target.takeLoadedBytes() < 11 * MEGABYTE);
      assert.equal(await answerOf("moorage-test/cut:1"), "1");
      assert.deepEqual(
        (await names()).filter((name) => name.startsWith("moorage-partial/")),
        [],
      );
    });

    it("must send everything where the engine turns out to lack a layer that an image listed", async () => {
      const shipment = await shipmentOf(await files.save("lie", await fresh([100_000, 100_000])));
      const missing = await findMissingLayers(target.engine, shipment);
      const name = await sendImage(target.engine, shipment, { ...missing, held: missing.layers.length - 1 });
      assert.equal(await answerOf(name), "1");
      await removeTemporaryImages(target.engine.images, shipment.temporaryRepository);
    });

    it("must reject a gzip layer that is not what its digest says", async () => {
      const path = await files.save("gzip", await fresh([100_000]), "oci-gzip");
      const bytes = await readFile(path);
      // The first layer's blob is the second file of the tar; its middle is noise.
      bytes.writeUInt8(bytes.readUInt8(60_000) ^ 1, 60_000);
      await writeFile(path, bytes);
      await assert.rejects(async () => {
        await deliverImage(target.engine, await shipmentOf(path), ["moorage-test/gzip:1"], nothing);
      }, ArchiveError);
    });
  });
}
