import assert from "node:assert/strict";
import type { Row } from "../../../bench/peers/measure";
import { type Name, names } from "../../../bench/peers/peer";
import { noOpTargets } from "../../../bench/peers/targets";

/** Seconds by contestant; undefined for one that failed. */
const rows = (seconds: Partial<Record<Name, number | undefined>>): readonly Row[] =>
  names.map((name) => {
    const took = seconds[name];
    const sample = { seconds: took ?? 0.1, cpuSeconds: 1, connections: 1 };
    return {
      ...{ count: 50, act: "no-op", name, title: name },
      samples: [took === undefined ? { ...sample, failure: "refused" } : sample],
    };
  });

const reached = (all: readonly Row[]) => noOpTargets(all).map((target) => target.reached);

describe("the targets of an up that changes nothing", () => {
  it("must be reached by who is faster than Compose, and 8 × faster than pulumi", () => {
    const all = rows({ moorage: 0.5, pulumi: 4, compose: 0.6, composeTuned: 0.7, terraform: 3 });
    assert.deepEqual(noOpTargets(all), [
      { name: "no-op of 50: faster than Compose's", reached: true, found: "0.50 s, Compose's 0.60 s" },
      { name: "no-op of 50: 8 × faster than pulumi's with a refresh", reached: true, found: "8.0 ×" },
    ]);
  });

  it("must not be reached by who is slower than the quicker Compose, or not so much faster than pulumi", () => {
    assert.deepEqual(reached(rows({ moorage: 0.65, pulumi: 5, compose: 0.7, composeTuned: 0.6 })), [
      false,
      false,
    ]);
  });

  it("must take the Compose that works, where the other fails", () => {
    assert.deepEqual(reached(rows({ moorage: 0.65, pulumi: 6, compose: undefined, composeTuned: 0.7 })), [
      true,
      true,
    ]);
  });

  it("must not be reached where nothing is there to be compared with", () => {
    assert.deepEqual(reached(rows({ moorage: 0.65, pulumi: 6 })), [false, true]);
    assert.deepEqual(
      noOpTargets(rows({ moorage: 0.65 })).map((target) => [target.reached, target.found]),
      [
        [false, "0.65 s, Compose's not measured"],
        [false, "not measured"],
      ],
    );
  });
});
