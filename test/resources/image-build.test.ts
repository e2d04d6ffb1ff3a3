import assert from "node:assert/strict";
import { buildLabels } from "../../providers/builds/build-labels";
import type { Engine } from "../../providers/docker/engine";
import type { Bag } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import { type ContextFolder, contextFolder } from "../builds/context-folder";
import { HOST_ID, imageContext, sessionOf } from "./image-context";

describe("An image whose build is on its host already", () => {
  let folder: ContextFolder;
  before(async () => {
    folder = await contextFolder({ Dockerfile: "FROM scratch\nCOPY . /\n", page: "one" });
  });
  after(() => folder.discard());

  const checked = async (): Promise<Bag> => {
    const host = { hostId: HOST_ID, address: "192.0.2.10" };
    const news = { values: { host, build: { context: folder.path } }, secrets: [] };
    return (await image.check(imageContext([]), { olds: undefined, news })).inputs;
  };

  it("must be previewed with what changed in its build context, and with nothing to build", async () => {
    const earlier = await checked();
    await folder.write("page", "two");
    const inputs = await checked();
    const Labels = buildLabels(imageContext([]).urn.text, String(inputs.values["buildSpec"]));
    const built = { Config: { Labels }, RootFS: { Layers: [] } };
    const engine = { name: "web-1", images: { inspect: async () => built } } as unknown as Engine;
    const told = async (oldInputs: Bag | undefined): Promise<string> => {
      const over = imageContext([sessionOf(engine, undefined)]);
      await image.apply(over, { id: undefined, oldInputs, oldState: undefined, inputs, preview: true });
      return over.logged.join("\n");
    };
    const isThere = "info: web-1 has the image of this build already.";
    assert.equal(await told(undefined), isThere);
    assert.equal(await told(inputs), `${isThere} Its build context: unchanged.`);
    assert.equal(await told(earlier), `${isThere} Its build context: 1 file changed: page.`);
  });
});
