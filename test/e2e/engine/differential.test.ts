import assert from "node:assert/strict";
import * as fc from "fast-check";
import { sequences } from "../../support/engine/generator/sequences";
import { Coverage } from "../../support/engine/trial/coverage";
import { pairs } from "../../support/engine/trial/pairs";
import type { Sequence } from "../../support/engine/trial/sequence";
import { faultSequences } from "../../support/engine/trial/fault-sequences";
import { runAll } from "../../support/engine/trial/pool";
import { report } from "../../support/engine/trial/trial";

/** One with which fifty sequences meet all that is to be met; `npm run test:differential` draws thousands, by any. */
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

  describe("under our engine and under the real one", () => {
    const coverage = new Coverage();
    const failures = new Map<Sequence, string>();
    const drawn = fc.sample(sequences(3), { seed, numRuns: 50 });
    const failuresOf = (group: readonly Sequence[]): string =>
      group.flatMap((sequence) => failures.get(sequence) ?? []).join("\n\n");

    before("run them all", async () => {
      await runAll([...pairs.map(({ sequence }) => sequence), ...faultSequences, ...drawn], {
        pair: "real-ours",
        workers: 4,
        onTrial: (sequence, trial) => {
          coverage.count(sequence, trial);
          if (trial.failure !== undefined) failures.set(sequence, report(sequence, trial));
        },
      });
      process.stdout.write(`${coverage.table()}\n`);
    });

    for (const { pair, sequence } of pairs) {
      it(`${pair[0]} must work with ${pair[1]} alike`, () => assert.equal(failuresOf([sequence]), ""));
    }

    it("each way to fail must end the same", () => assert.equal(failuresOf(faultSequences), ""));

    it("fifty random sequences must end the same", () => assert.equal(failuresOf(drawn), ""));

    it("each kind of step, option and failure must be met five times", () =>
      assert.deepEqual(coverage.missed(5), []));
  });
});
