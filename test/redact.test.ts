import assert from "node:assert/strict";
import * as fc from "fast-check";
import { redactor } from "../providers/redact";

describe("taking secrets out of a text", () => {
  const secret = `hun"ter\\2 &co`;
  const redact = redactor([secret]);

  it("must find a secret quoted, in JSON and in a URL", () => {
    for (const text of [`"${secret}"`, JSON.stringify(secret), `"${encodeURIComponent(secret)}"`]) {
      assert.equal(redact(`refused ${text}.`), 'refused "[secret]".');
    }
  });

  it("must leave nothing of any secret, however it is written", () => {
    const secrets = fc.string({ minLength: 8, unit: "binary" }).filter((text) => text.trim().length >= 8);
    fc.assert(
      fc.property(secrets, (text) => {
        const clean = redactor([text]);
        assert.ok(!clean(`a ${text} b`).includes(text));
        assert.equal(clean(text.trim()), "[secret]");
      }),
    );
  });

  it("must take half a character for what it is", () => {
    assert.equal(redactor(["half a \ud83d"])("it was half a \ud83d"), "it was [secret]");
  });
});
