import assert from "node:assert/strict";
import { Canary, canariesIn } from "./canary";

describe("a canary", () => {
  const canary = Canary.random("token");
  const { text } = canary;

  for (const [form, holder] of Object.entries({
    plain: `token=${text}!`,
    JSON: JSON.stringify({ token: text }),
    "JSON in JSON": JSON.stringify(JSON.stringify([text])),
    "a URL": new URLSearchParams({ token: text }).toString(),
    base64: Buffer.from(text).toString("base64"),
    "base64 of JSON": Buffer.from(JSON.stringify({ auth: text })).toString("base64"),
    "base64 after one byte": Buffer.from(`x${text}`).toString("base64url"),
    "base64 after two bytes": Buffer.from(`xx${text}`).toString("base64"),
    "its first half": text.slice(0, 18),
  })) {
    it(`must be found in ${form}`, () => {
      assert.deepEqual(canariesIn(holder, [canary]), ["token"]);
    });
  }

  it("must not be found in what is not it", () => {
    assert.deepEqual(canariesIn(Canary.random("other").text, [canary]), []);
  });
});
