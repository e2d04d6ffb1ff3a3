import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Pair } from "./contestants";
import type { Sequence } from "./sequence";
import type { Trial } from "./trial";
import type { Task } from "./worker";
import { withTypeScript } from "../../transpile/typescript";

type Reply = { readonly trial: Trial; readonly error?: undefined } | { readonly error: string };

export interface PoolOptions {
  readonly pair: Pair;
  readonly workers: number;
  /** The worker's file, where another engine than this repository's is to be run. */
  readonly worker?: string;
  /** Told of each trial as it ends. */
  readonly onTrial: (sequence: Sequence, trial: Trial, number: number) => void;
}

/** Runs sequences in so many processes at once. */
export async function runAll(sequences: readonly Sequence[], options: PoolOptions): Promise<void> {
  const waiting = [...sequences.entries()];
  const work = async (): Promise<void> => {
    const child = startWorker(options.worker ?? join(__dirname, "worker.ts"));
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [number, sequence] = next;
        const trial = await ask(child, { number, pair: options.pair, sequence });
        options.onTrial(sequence, trial, number);
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
}

function startWorker(file: string): ChildProcess {
  return fork(file, {
    execArgv: [...withTypeScript],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

function ask(child: ChildProcess, task: Task): Promise<Trial> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void =>
      reject(new Error(`a worker ended with ${code} in sequence ${task.number}`));
    child.once("exit", gone);
    child.once("message", (reply: Reply) => {
      child.off("exit", gone);
      if (reply.error === undefined) resolve(reply.trial);
      else reject(new Error(`sequence ${task.number}: ${reply.error}`));
    });
    child.send(task);
  });
}
