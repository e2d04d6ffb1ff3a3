import assert from "node:assert/strict";
import { transferProgress } from "../../providers/resources/image/transfer-progress";

describe("Progress of a transfer", () => {
  it("must be told twice a second at most, and at its end", () => {
    const told: string[] = [];
    let time = 0;
    const report = transferProgress(
      (text) => told.push(text),
      () => time,
    );
    const totalBytes = 4_000_000;
    for (const [at, bytes] of [
      [0, 0],
      [100, 1_000_000],
      [499, 2_000_000],
      [500, 3_000_000],
      [600, 3_500_000],
      [700, 4_000_000],
    ] as const) {
      time = at;
      report({ bytes, totalBytes });
    }
    assert.deepEqual(told, ["0 bytes of 4.0 MB", "3.0 MB of 4.0 MB", "4.0 MB of 4.0 MB"]);
  });
});
