import assert from "node:assert/strict";
import { Redactor } from "../../providers/grpc/redactor";
import type { Bag } from "../../providers/resources/bag";

function clean(text: string, ...bags: Bag[]): string {
  const redactor = new Redactor();
  for (const bag of bags) redactor.learn(bag);
  return redactor.clean(text);
}

describe("the redactor", () => {
  it("must take out every string under a secret path, and no other value", () => {
    const values = { env: { A: "hunter2hunter2", B: ["correct horse"], C: 123456 }, image: "web:1.0" };
    assert.equal(
      clean("hunter2hunter2, correct horse, 123456, web:1.0", { values, secrets: [["env"]] }),
      "[secret], [secret], 123456, web:1.0",
    );
  });

  it("must take out single lines of a secret of many lines", () => {
    const values = { key: "-----BEGIN KEY-----\n  AAAAB3NzaC1\n-----END KEY-----\n" };
    assert.equal(
      clean("read AAAAB3NzaC1 from disk", { values, secrets: [["key"]] }),
      "read [secret] from disk",
    );
  });

  it("must take out the longer of two secrets whole when one is part of the other", () => {
    const values = { a: "secret-1", b: "secret-1-and-more" };
    assert.equal(clean("x secret-1-and-more y", { values, secrets: [["a"], ["b"]] }), "x [secret] y");
  });

  it("must leave short secrets alone, and pass over paths that lead nowhere", () => {
    const values = { a: "yes" };
    assert.equal(
      clean("it says yes", { values, secrets: [["a"], ["b", 0, "c"], ["a", "x"]] }),
      "it says yes",
    );
  });
});
