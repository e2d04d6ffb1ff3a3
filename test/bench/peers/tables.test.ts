import assert from "node:assert/strict";
import type { Row, Sample } from "../../../bench/peers/measure";
import { spread, tableRow } from "../../../bench/peers/tables";

const sample = (seconds: number, failure?: string): Sample => ({
  ...{ seconds, cpuSeconds: seconds / 2, connections: 3 },
  ...(failure === undefined ? {} : { failure }),
});

const row = (...samples: Sample[]): Row => ({
  ...{ count: 10, act: "no-op", name: "compose", title: "Compose", samples },
});

describe("the table of a bench beside others", () => {
  it("must tell the middle of what was measured, and between which all of it lies", () => {
    assert.equal(spread([3, 1, 2], 1), "2.0 (1.0–3.0)");
    assert.equal(spread([2, 2], 0), "2");
  });

  it("must tell times of runs that worked only, and how many failed", () => {
    assert.deepEqual(tableRow({ ...row(sample(2), sample(1, "refused"), sample(4)), peakMebibytes: 99.6 }), {
      ...{ with: "Compose", "wall (s)": "3.00 (2.00–4.00)", "CPU (s)": "1.50 (1.00–2.00)" },
      ...{ "peak memory": "100 MB", "SSH connections": "3", failed: "1 of 3" },
    });
  });

  it("must have no time where every run failed", () => {
    assert.deepEqual(tableRow(row(sample(1, "refused"))), {
      ...{ with: "Compose", "wall (s)": "-", "CPU (s)": "-" },
      ...{ "peak memory": "-", "SSH connections": "-", failed: "1 of 1" },
    });
  });
});
