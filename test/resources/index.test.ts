import assert from "node:assert/strict";
import { lifecycles } from "../../providers/resources";
import { nouns } from "../support/door/door";

const operations = ["apply", "check", "diff", "read", "remove"] as const;

describe("the table of nouns", () => {
  it("must have a life for every resource of the schema, and for no other", () => {
    assert.deepEqual(Object.keys(lifecycles).sort(), [...nouns].sort());
  });

  for (const [noun, lifecycle] of Object.entries(lifecycles)) {
    it(`must have every operation of ${noun}`, () => {
      assert.deepEqual(
        operations.filter((operation) => typeof lifecycle[operation] !== "function"),
        [],
      );
    });
  }
});
