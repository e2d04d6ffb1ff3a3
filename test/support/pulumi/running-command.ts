import { run } from "../setup/command";
import { waitFor } from "../setup/wait-for";
import type { Run } from "./run";

/** A command of the CLI that is under way. */
export class RunningCommand {
  private constructor(
    readonly pid: number,
    /** Resolves when it has ended, however it ended. */
    readonly ended: Promise<Run>,
  ) {}

  /** @param start Starts the command, as the leader of a process group, and tells its process id. */
  static async begin(start: (onStart: (pid: number) => void) => Promise<Run>): Promise<RunningCommand> {
    return new Promise((resolve, reject) => {
      const ended = start((pid) => resolve(new RunningCommand(pid, ended)));
      ended.catch(reject);
    });
  }

  /** Waits for something that happens while the command runs; rejects with what it said if it ends before. */
  async reaches<T>(point: Promise<T>): Promise<T> {
    const early = this.ended.then(({ command, code, diagnostics, stderr }): never => {
      throw new Error(
        `"${command}" ended with ${code} before its time:\n${[...diagnostics, stderr].join("\n")}`,
      );
    });
    return Promise.race([point, early]);
  }

  /** Process ids of Moorage's plugins that the CLI has now. */
  async plugins(): Promise<number[]> {
    const processes = await run(["ps", "-A", "-o", "pid=,ppid=,command="]);
    return processes
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, parent, ...command]) => Number(parent) === this.pid && isPlugin(command.join(" ")))
      .map(([pid]) => Number(pid));
  }

  /** The first plugins that are there. */
  async somePlugins(): Promise<number[]> {
    const find = async (): Promise<number[] | undefined> => {
      const found = await this.plugins();
      return found.length === 0 ? undefined : found;
    };
    return waitFor("a plugin of the CLI", find, { everyMs: 10 });
  }

  /** Presses Ctrl-C: every process of the group is interrupted. */
  interrupt(): void {
    process.kill(-this.pid, "SIGINT");
  }

  /** Ends the CLI alone, without a warning. */
  kill(): void {
    process.kill(this.pid, "SIGKILL");
  }
}

/** Waits until none of these processes runs. */
export async function allGone(pids: readonly number[]): Promise<void> {
  const gone = async (): Promise<true | undefined> => ((await runs(pids)) ? undefined : true);
  await waitFor(`the end of ${pids.join(", ")}`, gone, { timeoutSeconds: 10, everyMs: 10 });
}

async function runs(pids: readonly number[]): Promise<boolean> {
  const states = await run(["ps", "-A", "-o", "pid=,stat="]);
  return (
    states
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      // An orphan that has ended is a zombie until the machine's first process takes note.
      .some(([pid, state = ""]) => pids.includes(Number(pid)) && !state.startsWith("Z"))
  );
}

function isPlugin(command: string): boolean {
  return command.includes("pulumi-resource-moorage");
}
