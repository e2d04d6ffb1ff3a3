import { parseArgs } from "node:util";

export const USAGE = `usage: npm run bench -- [--quick] [--counts 1,10,50] [--delays 0,20] [--repetitions 3] [--parallel 32]
  --quick        1 and 10 containers, one repetition
  --counts       how many containers
  --delays       round trips in milliseconds
  --repetitions  how often each is measured; the contestants take turns
  --parallel     how many resources the CLI works on at a time; what it does by itself with 8 processors
or: npm run bench -- swap [--repetitions 10]
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
    counts: numbers(values.counts ?? (values.quick ? "1,10" : "1,10,50"), 1),
    delays: numbers(values.delays, 0),
    repetitions: number(values.repetitions ?? (values.quick ? "1" : "3")),
    parallel: number(values.parallel),
  };
}

function number(text: string): number {
  const [first = NaN, ...others] = numbers(text, 1);
  if (others.length === 0) return first;
  throw new Error(`${JSON.stringify(text)} is more than one number\n${USAGE}`);
}

function numbers(text: string, least: number): readonly number[] {
  const all = text.split(",").map(Number);
  if (all.every((number) => Number.isInteger(number) && number >= least)) return all;
  throw new Error(`${JSON.stringify(text)} is not a list of whole numbers from ${least} on\n${USAGE}`);
}
