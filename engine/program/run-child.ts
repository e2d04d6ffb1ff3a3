import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { ProgramError, ProgramExitedError, ProgramStalledError } from "./errors";
import type { ProgramContext } from "./run-program";
import { openTeller } from "./tell-open";

/** A project's program, to be run in a process of its own. */
export interface ChildProgram {
  /** The folder of the project's @pulumi/pulumi. */
  readonly sdkFolder: string;
  /** The program's folder, and its entry: a file, or "." for what package.json says. */
  readonly folder: string;
  readonly entry: string;
  readonly typescript: boolean;
  readonly typeCheck: boolean;
  /** `runtime.options.nodeargs` of Pulumi.yaml. */
  readonly nodeArguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** The engine's side of a run in a child process. */
export interface ChildProgramHost {
  /** Where the monitor is reached. */
  readonly address: string;
  /** Whether the program has told that it asks for nothing more. */
  hasEnded(): boolean;
  /** Whether it has told so though its main part has not ended. */
  hasStalled(): boolean;
  /** Whether its main part has ended well, and none of its calls waits for an answer. */
  hasDoneAll(): boolean;
  /** Tells the user something. */
  warn(message: string): void;
  readonly stopped: AbortSignal;
  /** A line that the program prints. */
  onLine(stream: "stdout" | "stderr", line: string): void;
}

/** With this the SDK's runner ends if it has told the user what went wrong. */
const toldTheUser = 32;
/** With this it ends if some of its promises have never settled: see child-guard.cjs. */
const stalled = 33;
const openPollMilliseconds = 250;
/** How long a program may go on after the operation has stopped. */
const graceMilliseconds = 5000;

/**
 * Runs a program by the SDK's own runner in a child process, which finds the monitor at an address.
 *
 * @throws ProgramError if it fails, or ends without telling the engine that it asks for nothing more
 */
export async function runChildProgram(
  program: ChildProgram,
  context: ProgramContext,
  host: ChildProgramHost,
): Promise<void> {
  const child = spawn(process.execPath, commandLine(program, context, host.address), {
    cwd: program.folder,
    env: environmentOf(program, context),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const stopWatching = watchOpen(child, host);
  const read = Promise.all([
    readLines(child.stdout as Readable, (line) => host.onLine("stdout", line)),
    readLines(child.stderr as Readable, (line) => host.onLine("stderr", line)),
  ]);
  const ended = new Promise<Ending>((resolve) => {
    child.once("error", (error) => resolve({ reason: `could not be started: ${error.message}` }));
    child.once("exit", (code, signal) =>
      resolve({ code, reason: signal === null ? "" : `was ended by ${signal}` }),
    );
  });
  const kill = (): void => void killAfterGrace(child, ended);
  host.stopped.addEventListener("abort", kill, { once: true });
  try {
    const ending = await ended;
    await read;
    if (!host.stopped.aborted) failUnlessDone(ending, host);
  } finally {
    host.stopped.removeEventListener("abort", kill);
    stopWatching();
  }
}

/** What keeps the program going is told by child-guard.cjs, whenever that has changed. */
function watchOpen(child: ChildProcess, host: ChildProgramHost): () => void {
  let kinds: readonly string[] = [];
  void readLines(
    child.stdio[3] as Readable,
    (line) => (kinds = line.split(" ").filter((kind) => kind !== "")),
  );
  const tellOpen = openTeller(
    () => kinds,
    (message) => host.warn(message),
  );
  const timer = setInterval(() => tellOpen(host.hasDoneAll()), openPollMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

interface Ending {
  readonly code?: number | null;
  readonly reason: string;
}

function failUnlessDone({ code, reason }: Ending, host: ChildProgramHost): void {
  if (reason !== "") throw new ProgramError(`the program ${reason}`);
  if (code === stalled || host.hasStalled()) {
    throw new ProgramStalledError(
      "the program waits for promises that never resolve: await nothing that cannot come, and let no two resources " +
        "wait for each other's outputs. Nothing is deleted",
    );
  }
  if (code === toldTheUser) throw new ProgramError("the program failed: the error is told above");
  if (code !== 0) throw new ProgramError(`the program exited with code ${code ?? "?"}`);
  if (!host.hasEnded()) throw new ProgramExitedError(0);
}

async function killAfterGrace(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const grace = pause(graceMilliseconds, "late", { signal: timer.signal, ref: false }).catch(() => "");
  if ((await Promise.race([ended, grace])) === "late") child.kill("SIGKILL");
  timer.abort();
}

function commandLine(program: ChildProgram, context: ProgramContext, address: string): string[] {
  return [
    ...program.nodeArguments,
    "--require",
    join(__dirname, "child-guard.cjs"),
    join(program.sdkFolder, "cmd/run"),
    `--monitor=${address}`,
    `--engine=${address}`,
    `--organization=${context.organization}`,
    `--project=${context.project}`,
    `--stack=${context.stack}`,
    `--root-directory=${context.rootFolder}`,
    `--pwd=${program.folder}`,
    `--parallel=${context.parallel}`,
    ...(context.dryRun ? ["--dry-run"] : []),
    program.entry,
  ];
}

/** The configuration goes by the environment: command lines are for everybody to see. */
function environmentOf(program: ChildProgram, context: ProgramContext): NodeJS.ProcessEnv {
  return {
    ...program.environment,
    PULUMI_CONFIG: JSON.stringify(context.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(context.configSecretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(program.typescript),
    PULUMI_NODEJS_TRANSPILE_ONLY: String(!program.typeCheck),
  };
}

/** Reads to the end, line by line. */
function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: stream }).on("line", onLine).once("close", resolve);
  });
}
