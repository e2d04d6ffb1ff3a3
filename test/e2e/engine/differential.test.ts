import assert from "node:assert/strict";
import * as fc from "fast-check";
import { sequences } from "../../support/engine/generator/sequences";
import { Coverage } from "../../support/engine/trial/coverage";
import { faultSequences } from "../../support/engine/trial/fault-sequences";
import { runAll } from "../../support/engine/trial/pool";
import { report } from "../../support/engine/trial/trial";

const seed = 1;

describe("random sequences of operations", function () {
  // Hundreds of runs of the real command, on a machine that is busy with other tests.
  this.timeout(1_800_000);

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

  it("must end the same under our engine and under the real one", async () => {
    const failures: string[] = [];
    const coverage = new Coverage();
    await runAll([...faultSequences, ...fc.sample(sequences(3), { seed, numRuns: 100 })], {
      pair: "real-ours",
      workers: 4,
      onTrial: (sequence, trial) => {
        coverage.count(sequence, trial);
        if (trial.failure !== undefined) failures.push(report(sequence, trial));
      },
    });
    process.stdout.write(`${coverage.table()}\n`);
    assert.equal(failures.join("\n\n"), "");
    assert.deepEqual(coverage.missed(1), []);
  });
});
