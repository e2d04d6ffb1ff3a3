/** A process that runs one sequence after another. Errors that a program leaves behind can blame no other sequence. */
import { Rendezvous } from "../lab/rendezvous";
import { contestants, type Pair } from "./contestants";
import type { Sequence } from "./sequence";
import { runTrial, type Trial } from "./trial";

export interface Task {
  readonly number: number;
  readonly pair: Pair;
  readonly sequence: Sequence;
}

// A failed program's promises may be rejected after its run has ended.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);

// Whoever asked is gone.
process.on("disconnect", () => process.exit());

const rendezvous = Rendezvous.open();

process.on("message", (task: Task) => {
  void run(task).then(
    (trial) => process.send?.({ trial }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

async function run({ pair, sequence, number }: Task): Promise<Trial> {
  const attempt = async (key: string): Promise<Trial> =>
    runTrial(sequence, await contestants(pair, await rendezvous, `${number}${key}`));
  const first = await attempt("");
  if (first.failure === undefined) return first;
  const second = await attempt("again");
  return second.failure === undefined ? { ...second, unrepeated: first.failure.differences } : second;
}
