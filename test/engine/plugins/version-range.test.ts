import assert from "node:assert/strict";
import { parseVersion } from "../../../engine/plugins/version";
import { parseVersionRange } from "../../../engine/plugins/version-range";
import { unmetRequirement } from "../../../engine/pulumi-version";

/** Ranges, and which of these versions they mean. */
const versions = ["1.9.9", "2.0.0-rc.1", "2.0.0", "2.3.1", "2.4.0", "3.0.0"];
const ranges: readonly (readonly [range: string, meant: string])[] = [
  ["2.0.0", "2.0.0"],
  ["=2.0.0", "2.0.0"],
  ["==2.0.0", "2.0.0"],
  ["!2.0.0", "1.9.9 2.0.0-rc.1 2.3.1 2.4.0 3.0.0"],
  ["!=2.0.0", "1.9.9 2.0.0-rc.1 2.3.1 2.4.0 3.0.0"],
  [">2.0.0", "2.3.1 2.4.0 3.0.0"],
  [">=2.0.0", "2.0.0 2.3.1 2.4.0 3.0.0"],
  ["<2.0.0", "1.9.9 2.0.0-rc.1"],
  ["<=2.0.0", "1.9.9 2.0.0-rc.1 2.0.0"],
  ["2.x", "2.0.0 2.3.1 2.4.0"],
  ["2.x.x", "2.0.0 2.3.1 2.4.0"],
  ["2.3.x", "2.3.1"],
  ["!2.x", "1.9.9 2.0.0-rc.1 3.0.0"],
  [">2.3.x", "2.4.0 3.0.0"],
  ["<=2.3.x", "1.9.9 2.0.0-rc.1 2.0.0 2.3.1"],
  [">=2.0.0 <3.0.0 !2.3.1", "2.0.0 2.4.0"],
  [" >= 2.0.0  < 2.4.0 ", "2.0.0 2.3.1"],
  ["<2.0.0-rc.1 || >=2.4.0 !3.x", "1.9.9 2.4.0"],
];

describe("a range of versions", () => {
  for (const [range, meant] of ranges) {
    it(`must be read: ${range}`, () => {
      const holds = parseVersionRange(range);
      const found = versions.filter((text) => holds?.(parseVersion(text) ?? assert.fail()));
      assert.equal(found.join(" "), meant);
    });
  }

  for (const text of [
    "",
    " ",
    "||",
    ">=2.0.0 ||",
    "^2.0.0",
    "~2.0.0",
    "2",
    "2.3",
    "x",
    ">=",
    "new",
    "=>2.0.0",
  ]) {
    it(`must be nothing else: ${JSON.stringify(text)}`, () => {
      assert.equal(parseVersionRange(text), undefined);
    });
  }
});

describe("what requires versions of Pulumi", () => {
  it("must have the one as which the engine does, or say nothing", () => {
    assert.deepEqual(
      [">=3.0.0 <4.0.0", "3.230.x", "3.230.0", ""].map(unmetRequirement),
      Array(4).fill(undefined),
    );
  });

  it("must be told otherwise what is there, or what was expected", () => {
    assert.match(
      unmetRequirement(">3.230.0") ?? "",
      /does as Pulumi 3\.230\.0, which does not satisfy .*">3\.230\.0"/,
    );
    assert.match(
      unmetRequirement("^3.0.0") ?? "",
      /"\^3\.0\.0" is no range of versions: one like ">=3\.0\.0/,
    );
  });
});
