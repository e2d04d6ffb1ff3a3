import assert from "node:assert/strict";
import { survivingMutants } from "../../support/engine/trial/mutants";
import { runAll } from "../../support/engine/trial/pool";
import { traps } from "../../support/engine/trial/traps";
import { report } from "../../support/engine/trial/trial";

describe("under both engines alike", () => {
  const reports = new Map<string, string>();

  before("run them all", async () => {
    await runAll(
      traps.map(({ sequence }) => sequence),
      {
        pair: "real-ours",
        workers: 2,
        onTrial: (sequence, trial, number) => {
          const unfit = trial.broken === undefined ? "" : `the real engine broke: ${trial.broken.said}`;
          reports.set(traps[number]?.title ?? "", report(sequence, trial) || unfit);
        },
      },
    );
  });

  for (const { title } of traps) {
    it(title, () => assert.equal(reports.get(title), ""));
  }

  it("ten mistakes in a copy of our engine must all be caught", async () => {
    assert.deepEqual(await survivingMutants(), []);
  });
});
