import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lastingDifferences } from "../support/engine/trial/lasting-differences";

describe("differences to the real engine that are meant to stay", () => {
  for (const { what, why, test } of lastingDifferences) {
    it(`must have a reason and a test: ${what}`, () => {
      const [file, title] = test;
      assert.ok(why.length > 0);
      assert.ok(
        readFileSync(join(__dirname, "../..", file), "utf8").includes(title),
        `${file} has no ${title}`,
      );
    });
  }
});
