import { dirname } from "node:path";
import { directClients } from "../monitor/direct-client";
import type { Monitor } from "../monitor/monitor";
import { runProgram, type Program, type ProgramContext } from "../program/run-program";
import { loadSdk, type Sdk } from "../program/sdk";
import type { OperationProject, ProgramSource } from "./operation";
import { projectProgram } from "./project-program";
import type { Stopwatch } from "./timings";

/** A program that is loaded as far as can be before it is to run. */
export interface PreparedProgram {
  readonly sdk: Sdk;
  readonly program: Program;
  /** The folder that its relative paths begin at. */
  readonly folder: string;
}

/** Finds a program and loads the SDK that it uses. */
export function prepareProgram(
  source: Exclude<ProgramSource, "child">,
  project: OperationProject,
  environment: NodeJS.ProcessEnv,
  warn: (message: string) => void,
): PreparedProgram {
  // A function brings the SDK that its module has loaded; all copies share the store.
  if (typeof source === "function") {
    return { sdk: loadSdk(__dirname), program: { inline: source }, folder: project.folder };
  }
  const sdk = loadSdk(project.folder);
  const program = projectProgram(project, sdk, environment, warn);
  return { sdk, program, folder: dirname(program.entry.path) };
}

/** A program in this process, as a deployment runs it. */
export class ProgramRun {
  private running: Promise<void> | undefined;

  constructor(
    private readonly prepared: PreparedProgram,
    private readonly context: ProgramContext,
    private readonly monitor: Monitor,
    private readonly stopwatch: Stopwatch,
  ) {}

  /** Resolves when the program has asked for all that it wants; its hooks may be called until `end`. */
  async start(signal: AbortSignal): Promise<void> {
    const { prepared, context, monitor, stopwatch } = this;
    const host = { ...directClients(monitor), stopped: signal };
    this.running = runProgram(prepared.sdk, prepared.program, context, host);
    await stopwatch.measure("program", () => Promise.race([monitor.ended, this.running]));
  }

  /** Lets the program end. What it fails with now is of no interest: it was told, or the operation has stopped. */
  async end(): Promise<void> {
    this.monitor.release();
    await this.running?.catch(() => {});
  }
}
