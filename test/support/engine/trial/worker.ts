/** A process that runs one sequence after another. Errors that a program leaves behind can blame no other sequence. */
import { Rendezvous } from "../lab/rendezvous";
import { contestants, type Pair } from "./contestants";
import type { Sequence } from "./sequence";
import { runTrial } from "./trial";

export interface Task {
  readonly number: number;
  readonly pair: Pair;
  readonly sequence: Sequence;
}

// A failed program's promises may be rejected after its run has ended.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);

const rendezvous = Rendezvous.open();

process.on("message", (task: Task) => {
  void run(task).then(
    (trial) => process.send?.({ trial }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

async function run({ pair, sequence, number }: Task): ReturnType<typeof runTrial> {
  return runTrial(sequence, await contestants(pair, await rendezvous, String(number)));
}
