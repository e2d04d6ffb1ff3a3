/**
 * `npm run test:differential -- --seed N --sequences N`: random sequences under the real engine and under ours;
 * `-- --directed`: those that are written by hand.
 */
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { sequences } from "../generator/sequences";
import { Coverage } from "./coverage";
import type { Pair } from "./contestants";
import { describeSequence } from "./describe";
import { faultSequences } from "./fault-sequences";
import { pairs } from "./pairs";
import { runAll } from "./pool";
import { report } from "./trial";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    sequences: { type: "string", default: "100" },
    operations: { type: "string", default: "3" },
    only: { type: "string" },
    workers: { type: "string", default: "3" },
    pair: { type: "string", default: "real-ours" },
    directed: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

async function main(): Promise<number> {
  const seed = Number(values.seed);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(`seed ${seed}`);
  const drawn = values.directed
    ? [...pairs.map(({ sequence }) => sequence), ...faultSequences]
    : fc.sample(sequences(Number(values.operations)), { seed, numRuns: Number(values.sequences) });
  const chosen =
    values.only === undefined ? drawn : drawn.slice(Number(values.only), Number(values.only) + 1);
  const coverage = new Coverage();
  let failed = 0;
  await runAll(chosen, {
    pair: values.pair as Pair,
    workers: Number(values.workers),
    onTrial: (sequence, trial, number) => {
      coverage.count(sequence, trial);
      if (values.verbose)
        print(trial.outcomes.map(({ said, steps }) => [...steps, said].join("\n")).join("\n---\n"));
      if (values.verbose && trial.broken !== undefined) {
        print(
          `\n### the real engine broke in sequence ${number}\n${describeSequence(sequence.slice(0, trial.broken.operation + 1))}\n${trial.broken.said}`,
        );
      }
      if (trial.failure === undefined) return;
      failed++;
      print(`\n### sequence ${values.only ?? number} of seed ${seed}\n${report(sequence, trial)}`);
    },
  });
  print(`\n${coverage.table()}\n${chosen.length - failed} of ${chosen.length} sequences are the same`);
  return failed === 0 ? 0 : 1;
}

void main().then((code) => (process.exitCode = code));
