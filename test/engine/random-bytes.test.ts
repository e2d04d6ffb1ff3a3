import assert from "node:assert/strict";
import { randomBytes } from "../../engine/random-bytes";

describe("random bytes", () => {
  it("must be as many as are asked for, and never the same ones twice", () => {
    const drawn = [12, 32, 4000, 60, 5000, 0, 32, ...new Array<number>(300).fill(32)].map((count) => {
      const bytes = randomBytes(count);
      assert.equal(bytes.length, count);
      return bytes;
    });
    const places = drawn.map(({ buffer, byteOffset, length }) => ({
      buffer,
      from: byteOffset,
      to: byteOffset + length,
    }));
    for (const [index, one] of places.entries()) {
      const overlap = places
        .slice(index + 1)
        .find((other) => other.buffer === one.buffer && other.from < one.to && one.from < other.to);
      assert.equal(overlap, undefined);
    }
    const texts = drawn.filter(({ length }) => length >= 12).map((bytes) => bytes.toString("hex"));
    assert.equal(new Set(texts).size, texts.length);
  });
});
