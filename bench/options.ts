import { parseArgs } from "node:util";
import { wholeNumber, wholeNumbers } from "./numbers";

export const USAGE = `usage: npm run bench -- [--quick] [--counts 1,10,50] [--delays 0,20] [--repetitions 3] [--parallel 32]
  --quick        1 and 10 containers, one repetition
  --counts       how many containers
  --delays       round trips in milliseconds
  --repetitions  how often each is measured; the contestants take turns
  --parallel     how many resources the CLI works on at a time; what it does by itself with 8 processors
or: npm run bench -- swap [--repetitions 10]
or: npm run bench -- noop [--counts 10,50] [--repetitions 5] [--round-trip 20]
or: npm run bench -- up [--counts 10,50] [--repetitions 3] [--round-trip 20]
or: npm run bench -- engine [--resources 9,309] [--repetitions 5] [--saves 1,100,1000,5000] [--limit 120]`;

export interface BenchOptions {
  readonly counts: readonly number[];
  /** Round trips in milliseconds. */
  readonly delays: readonly number[];
  readonly repetitions: number;
  /** How many resources the CLI works on at a time; its own default depends on the machine. */
  readonly parallel: number;
}

/** @throws Error on arguments that are not understood */
export function benchOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      counts: { type: "string" },
      delays: { type: "string", default: "0,20" },
      repetitions: { type: "string" },
      parallel: { type: "string", default: "32" },
    },
  });
  return {
    counts: wholeNumbers(values.counts ?? (values.quick ? "1,10" : "1,10,50"), 1, USAGE),
    delays: wholeNumbers(values.delays, 0, USAGE),
    repetitions: wholeNumber(values.repetitions ?? (values.quick ? "1" : "3"), 1, USAGE),
    parallel: wholeNumber(values.parallel, 1, USAGE),
  };
}
