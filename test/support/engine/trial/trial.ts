import { differences, differsInReferences, isRace } from "./compare";
import { describeSequence } from "./describe";
import type { Contestant, Operation, Outcome, Sequence } from "./sequence";

/** What came of one sequence. */
export interface Trial {
  readonly outcomes: readonly Outcome[];
  /** A difference that was not there when the sequence was run once more: chance, in one of the engines. */
  readonly unrepeated?: readonly string[];
  /** Whether the sequence ended early, since chance, or a difference that stays, had made the two states differ. */
  readonly raced?: boolean;
  /** The operation at which the real engine hung or crashed: the sequence ends there. */
  readonly broken?: { readonly operation: number; readonly said: string };
  /** The first operation that ended differently, and how; left away where all was the same. */
  readonly failure?: {
    readonly operation: number;
    readonly differences: readonly string[];
    readonly said: readonly string[];
  };
}

/**
 * How it shows that the real engine itself hung, crashed, spoiled its state, fell over a replaced component, or forgot to
 * configure the provider of what it takes along with the targets of a refresh.
 */
const realDefects =
  /^hung, |^panic: |snapshot integrity failure|whose registration isn't pending|unknown provider '\S+' for resource/m;

/** Runs a sequence with two contestants, up to the first difference. */
export async function runTrial(
  sequence: Sequence,
  contestants: readonly [Contestant, Contestant],
): Promise<Trial> {
  const outcomes: Outcome[] = [];
  const [first, second] = contestants;
  try {
    for (const [index, operation] of sequence.entries()) {
      // One after the other: the SDK's handlers for errors that nobody catches are the whole process's.
      const one = await first.run(operation);
      // There is nothing to compare with then.
      if (realDefects.test(one.said)) return { outcomes, broken: { operation: index, said: one.said } };
      const other = await second.run(operation);
      outcomes.push(one);
      const found = differences(one, other);
      if (found.length === 0) continue;
      // What follows would differ for that reason alone.
      if (isRace(one, other, operation.flags.continueOnError === true)) return { outcomes, raced: true };
      if (losesReferences(operation, one) && differsInReferences(one, other))
        return { outcomes, raced: true };
      const said = [`${first.name}: ${one.said}`, `${second.name}: ${other.said}`];
      return { outcomes, failure: { operation: index, differences: found, said } };
    }
    return { outcomes };
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.close()));
  }
}

/** One of the differences that stay: see lasting-differences.ts. */
function losesReferences({ command, flags }: Operation, { ok }: Outcome): boolean {
  const isLimited = flags.targets !== undefined || flags.excludes !== undefined;
  return command === "refresh" && flags.runProgram === true && (isLimited || !ok);
}

/** What a person needs to see what went wrong. */
export function report(sequence: Sequence, { failure }: Trial): string {
  if (failure === undefined) return "";
  const shown = sequence.slice(0, failure.operation + 1);
  return [
    describeSequence(shown),
    `operation ${failure.operation + 1} differs:`,
    ...failure.differences.map((text) => `  ${text}`),
    ...failure.said,
  ].join("\n");
}
