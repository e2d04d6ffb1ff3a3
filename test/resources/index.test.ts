import assert from "node:assert/strict";
import { lifecycles } from "../../providers/resources";
import { functions } from "../../providers/resources/functions";
import { nouns, schema } from "../support/door/door";

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

describe("the table of functions", () => {
  it("must have every function of the schema, and no other", () => {
    const tokens = Object.keys(functions).map((name) => `moorage:index:${name}`);
    assert.deepEqual(tokens.sort(), Object.keys(schema.functions).sort());
  });
});
