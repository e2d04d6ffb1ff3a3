import assert from "node:assert/strict";
import { sinceArgument, tailArgument } from "../../../cli/hosts/arguments";

describe("an argument of daily work", () => {
  it("must be a moment as it is usually written", () => {
    const now = 100_000;
    const moments = ["90s", "1h30m", "1d", "1700000000.5", "2026-01-31T12:00:00Z"];
    assert.deepEqual(
      moments.map((moment) => sinceArgument(moment, now)),
      [now - 90, now - 5_400, now - 86_400, 1_700_000_000.5, Date.UTC(2026, 0, 31, 12) / 1000],
    );
    for (const wrong of ["", "yesterday", "10x", "2026-13-01"]) {
      assert.throws(() => sinceArgument(wrong), /So long ago/, wrong);
    }
  });

  it("must be a number of lines, or all", () => {
    assert.deepEqual(["0", "10", "all"].map(tailArgument), [0, 10, undefined]);
    for (const wrong of ["", "-1", "1.5", "ten"])
      assert.throws(() => tailArgument(wrong), /whole number/, wrong);
  });
});
