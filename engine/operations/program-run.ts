import { directClients } from "../monitor/direct-client";
import type { Monitor } from "../monitor/monitor";
import type { EntryPoint } from "../program/entry-point";
import { runChildProgram } from "../program/run-child";
import type { SecretFilter } from "../secret-filter";
import { runProgram, type ProgramContext } from "../program/run-program";
import type { Sdk } from "../program/sdk";
import type { Transpiler } from "../program/transpiler";
import { checkTypes } from "../program/type-check";
import type { OperationOptions } from "./operation";
import type { Stopwatch } from "./timings";

/** A program that is found, with the SDK that it uses. */
export type PreparedProgram = {
  readonly sdk: Pick<Sdk, "folder">;
  /** The folder that its relative paths begin at. */
  readonly folder: string;
  /** To be checked while the program runs; undefined for no check. */
  readonly typeCheck: { readonly tsconfig: string } | undefined;
} & (
  | { readonly kind: "inline"; readonly sdk: Sdk; readonly call: () => unknown }
  | {
      readonly kind: "project";
      readonly sdk: Sdk;
      readonly entry: EntryPoint;
      readonly transpiler: Transpiler | undefined;
    }
  | {
      readonly kind: "child";
      readonly entry: EntryPoint;
      readonly typescript: boolean;
      readonly nodeArguments: readonly string[];
      readonly environment: NodeJS.ProcessEnv;
    }
);

/** A program as a deployment runs it. */
export class ProgramRun {
  private running: Promise<void> | undefined;
  private hasEnded = false;

  constructor(
    private readonly prepared: PreparedProgram,
    private readonly context: ProgramContext,
    private readonly monitor: Monitor,
    private readonly stopwatch: Stopwatch,
    private readonly options: Pick<OperationOptions, "callbackPatience" | "onInterrupt">,
    private readonly filter: SecretFilter,
  ) {
    void monitor.ended.then(() => (this.hasEnded = true));
  }

  /** Resolves when the program has asked for all that it wants; its hooks may be called until `end`. */
  async start(signal: AbortSignal): Promise<void> {
    const { prepared, monitor, stopwatch } = this;
    const checking = prepared.typeCheck && checkTypes(prepared.folder, prepared.typeCheck.tsconfig, signal);
    // Told below: the program comes first.
    checking?.catch(() => {});
    this.running = prepared.kind === "child" ? this.runChild(signal) : this.runHere(signal);
    await stopwatch.measureWait("program", () => Promise.race([monitor.ended, this.running]));
    await stopwatch.measureWait("type check", async () => checking);
  }

  /** Lets the program end. What it fails with now is of no interest: it was told, or the operation has stopped. */
  async end(): Promise<void> {
    this.monitor.release();
    await this.running?.catch(() => {});
  }

  private runHere(stopped: AbortSignal): Promise<void> {
    const { prepared, context, monitor, stopwatch } = this;
    const { callbackPatience = 600_000, onInterrupt } = this.options;
    if (prepared.kind === "child") throw new Error("a child program does not run here");
    const program = prepared.kind === "inline" ? { inline: prepared.call } : prepared;
    const host = {
      ...directClients(monitor),
      isWorking: () => stopwatch.isRunning,
      callbackPatience,
      filter: this.filter,
      warn: (message: string) => monitor.registrar.log({ severity: "warning", message }),
      stopped,
      onInterrupt,
    };
    return runProgram(prepared.sdk, program, context, host);
  }

  private async runChild(stopped: AbortSignal): Promise<void> {
    const { prepared, context, monitor } = this;
    if (prepared.kind !== "child") throw new Error("only a child program runs in a child");
    const { entry, environment, folder, nodeArguments, sdk, typescript } = prepared;
    const address = await monitor.options.address();
    await runChildProgram(
      {
        sdkFolder: sdk.folder,
        folder,
        entry: entry.path,
        typescript,
        typeCheck: false,
        nodeArguments,
        environment,
      },
      context,
      {
        address,
        stopped,
        hasEnded: () => this.hasEnded,
        hasStalled: () => monitor.hasStalled,
        hasDoneAll: () => monitor.hasStackOutputs && !this.hasEnded && monitor.callsUnderWay === 0,
        warn: (message) => monitor.registrar.log({ severity: "warning", message }),
        onLine: (stream, message) =>
          monitor.registrar.log({
            severity: stream === "stdout" ? "info" : "info#err",
            message: `${message}\n`,
          }),
      },
    );
  }
}
