import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { capture, findProgram, run } from "../../test/support/setup/command";
import { goEnvironment } from "../../test/support/setup/go-program";
import { folder as benchFolder } from "../plugins";

/** A command of a contestant's. */
export interface Command {
  readonly argv: readonly string[];
  readonly folder: string;
  /** Added to this process's own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What one run of a command took. */
export interface Cost {
  readonly seconds: number;
  /** Processor time, user and system, of the command and all that it started. */
  readonly cpuSeconds: number;
  /** Why it failed, if it did. */
  readonly failure?: string;
}

/** The most memory that a command and all that it started had at once. */
export interface Peak {
  readonly peakMebibytes: number;
  readonly failure?: string;
}

/** The program in `meter/`. */
export class Meter {
  private constructor(private readonly program: string) {}

  static async build(): Promise<Meter> {
    if (findProgram("go") === undefined) throw new Error("There is no `go` to build bench/peers/meter with.");
    const program = join(benchFolder, "meter");
    await mkdir(benchFolder, { recursive: true });
    const cwd = join(__dirname, "meter");
    await run(["go", "build", "-ldflags=-s -w", "-o", program, "."], { cwd, env: goEnvironment });
    return new Meter(program);
  }

  async cost(command: Command): Promise<Cost> {
    const { seconds, cpuSeconds, failure } = await this.#measure("time", command);
    return { seconds, cpuSeconds, ...failure };
  }

  /** To be asked in a run of its own: looking at the memory takes time. */
  async peak(command: Command): Promise<Peak> {
    const { peakMebibytes, failure } = await this.#measure("memory", command);
    return { peakMebibytes, ...failure };
  }

  async #measure(what: "time" | "memory", { argv, folder, environment }: Command) {
    const report = join(benchFolder, `meter-${process.pid}.json`);
    const metered = [this.program, report, what, ...argv];
    const { code, stdout, stderr } = await capture(metered, { cwd: folder, env: environment });
    const failure = code === 0 ? {} : { failure: `${stdout}\n${stderr}`.trim() };
    const found = JSON.parse(await readFile(report, "utf8")) as Cost & Peak;
    // The next one's report is to be its own, or none.
    await rm(report);
    return { ...found, failure };
  }
}
