import assert from "node:assert/strict";
import { UNKNOWN, type Bag } from "../../providers/resources/bag";
import { HostChangedError, HostUnreachableError } from "../../providers/resources/host-errors";
import { image } from "../../providers/resources/image";
import { PartialError } from "../../providers/resources/lifecycle";
import { archives, type Archives } from "../support/archive";
import { imageId, webImage } from "../support/engine-images";
import { HOST_ID, imageContext } from "./image-context";

const HOST = { hostId: HOST_ID, address: "192.0.2.10" };

describe("An image whose host is gone or down", () => {
  let files: Archives;
  before(async () => {
    files = await archives();
  });
  after(() => files.discard());

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
    const { inputs: news } = await image.check(imageContext([]), {
      olds: undefined,
      news: { values: { host: HOST, archive }, secrets: [] },
    });
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
