import assert from "node:assert/strict";
import * as fc from "fast-check";
import { sequences } from "../../support/engine/generator/sequences";
import { runAll } from "../../support/engine/trial/pool";
import { report } from "../../support/engine/trial/trial";

describe("random sequences of operations", () => {
  it("must end the same when the real engine runs them twice, or the comparison would tell nothing", async () => {
    const failures: string[] = [];
    await runAll(fc.sample(sequences(3), { seed: 7, numRuns: 4 }), {
      pair: "real-real",
      workers: 2,
      onTrial: (sequence, trial) => {
        if (trial.failure !== undefined) failures.push(report(sequence, trial));
      },
    });
    assert.equal(failures.join("\n\n"), "");
  });
});
