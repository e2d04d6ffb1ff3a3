import type { Tally } from "./mocha";

/** One process of the run. */
export interface Task {
  /** What it is a part of. */
  readonly title: string;
  /** How many may run at once when it does. */
  readonly jobs: number;
  /** Prints its report when it has ended. */
  run(): Promise<Tally>;
}

/** Runs all tasks in their order, each as soon as there is room: the next suite does not wait for the last of one. */
export function runTasks(tasks: readonly Task[]): Promise<readonly Tally[]> {
  const waiting = [...tasks];
  const tallies: Tally[] = [];
  let running = 0;
  let title: string | undefined;
  return new Promise((resolve, reject) => {
    const fill = (): void => {
      for (let [task] = waiting; task !== undefined && running < task.jobs; [task] = waiting) {
        waiting.shift();
        running += 1;
        if (task.title !== title) process.stdout.write(`\n=== ${task.title}\n`);
        title = task.title;
        task.run().then(took, reject);
      }
      if (running === 0) resolve(tallies);
    };
    const took = (tally: Tally): void => {
      tallies.push(tally);
      running -= 1;
      fill();
    };
    fill();
  });
}
