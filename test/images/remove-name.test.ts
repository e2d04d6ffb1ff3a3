import assert from "node:assert/strict";
import { ConflictError, EngineRequestError, NotFoundError } from "../../providers/docker/errors";
import type { Images } from "../../providers/docker/images";
import { removeName } from "../../providers/images/temporary-images";

const refusal = { action: "remove image web:1", host: "web-1", status: 500, reason: "unrecognized image ID" };

/** Images of an engine that refuses to remove any, and has one or none of the name. */
const refusing = (error: Error, isThere: boolean): Images =>
  ({
    remove: () => Promise.reject(error),
    inspect: () => (isThere ? Promise.resolve({}) : Promise.reject(new NotFoundError(refusal))),
  }) as unknown as Images;

describe("the removal of an image's name", () => {
  it("must be done where the name is gone, whatever the engine said of its image", async () => {
    assert.equal(await removeName(refusing(new NotFoundError(refusal), false), "web:1"), true);
    assert.equal(await removeName(refusing(new EngineRequestError(refusal), false), "web:1"), true);
  });

  it("must not be done where a container needs the image", async () => {
    assert.equal(await removeName(refusing(new ConflictError(refusal), true), "web:1"), false);
  });

  it("must fail where the name is still there", async () => {
    const error = new EngineRequestError(refusal);
    await assert.rejects(removeName(refusing(error, true), "web:1"), error);
  });
});
