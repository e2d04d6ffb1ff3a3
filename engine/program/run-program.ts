import { AsyncLocalStorage } from "node:async_hooks";
import type { SecretFilter } from "../secret-filter";
import type { EntryPoint } from "./entry-point";
import { watchFaults } from "./faults";
import { filterPrints } from "./filter-prints";
import { loadProgram } from "./load-program";
import { answeringAll } from "./newer-calls";
import { watchPendingWork } from "./pending-work";
import { watchCallbacks } from "./watch-callbacks";
import type { Sdk } from "./sdk";
import type { SdkStore, UnaryClient } from "./seam";
import type { Transpiler } from "./transpiler";
import { requireTypeScript } from "./typescript-modules";
import { untilEnded } from "./until-ended";
import type { OriginalPosition } from "./user-stack";
import { enterFolder } from "./working-directory";

/** What a program is told of the stack that it runs for. */
export interface ProgramContext {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** The folder of Pulumi.yaml. */
  readonly rootFolder: string;
  readonly dryRun: boolean;
  /** How many registrations the engine works on at once. */
  readonly parallel: number;
  /** `<namespace>:<key>` to value, secrets in plain. */
  readonly config: Readonly<Record<string, string>>;
  readonly configSecretKeys: readonly string[];
}

/** A program: a project's, or a function. */
export type Program =
  | { readonly entry: EntryPoint; readonly transpiler?: Transpiler | undefined }
  | { readonly inline: () => unknown };

/** The engine's side of a run. */
export interface ProgramHost {
  readonly monitor: UnaryClient;
  readonly engine: UnaryClient;
  /** Whether the engine works on something that the program asked it for. */
  isBusy(): boolean;
  /** Whether it does something for the operation: waits for a provider, or saves. */
  isWorking(): boolean;
  /** The calls into the program, of its hooks and transforms, that it has not answered yet. */
  readonly callbacks: { areWaiting(): boolean; giveUp(): void };
  /** How long these may wait while nothing is under way, in milliseconds. */
  readonly callbackPatience: number;
  /** Takes out of what the program prints what is secret in the stack's configuration. */
  readonly filter: SecretFilter;
  /** Tells the user something. */
  warn(message: string): void;
  /** The operation stopped: what the program still waits for will not come, and it is not waited for. */
  readonly stopped: AbortSignal;
  /** Is told of a SIGINT that broke off what the program did before it first waited; without it none does. */
  readonly onInterrupt?: (() => void) | undefined;
}

/**
 * Runs a program in this process, against the given monitor. It resolves when the program has ended well and the
 * engine, which is told so by SignalAndWaitForShutdown, has ended too: from the first to the second the program's
 * hooks may still be called.
 *
 * @throws ProgramError for whatever keeps the program from having asked for all that it wants: an error, be it thrown,
 * unhandled or logged; process.exit; promises that never resolve. The engine was not told that it ended, so nothing
 * that is missing counts as removed.
 */
export async function runProgram(
  sdk: Sdk,
  program: Program,
  context: ProgramContext,
  host: ProgramHost,
): Promise<void> {
  const leaveFolder = "entry" in program ? enterFolder(program.entry.folder) : () => {};
  try {
    await runIn(
      sdk.state.withLocalStorage(() => prepareRun(sdk, context, host)),
      sdk,
      program,
      host,
    );
  } finally {
    leaveFolder();
  }
}

/** One run's store, and the way to have something done in its context. */
interface PreparedRun {
  readonly store: SdkStore;
  readonly inside: <T>(callback: () => T) => T;
}

function prepareRun(sdk: Sdk, context: ProgramContext, host: ProgramHost): PreparedRun {
  // The SDK wants addresses; with clients in its store it never dials them.
  const address = "in-process";
  sdk.settings.resetOptions(
    context.project,
    context.stack,
    context.parallel,
    address,
    address,
    context.dryRun,
    context.organization,
  );
  sdk.config.setAllConfig({ ...context.config }, [...context.configSecretKeys]);
  const store = sdk.state.getStore();
  store.settings.options.rootDirectory = context.rootFolder;
  store.settings.monitor = answeringAll(host.monitor, sdk.services.monitor, sdk.version);
  store.settings.engine = answeringAll(host.engine, sdk.services.engine, sdk.version);
  return { store, inside: AsyncLocalStorage.snapshot() };
}

async function runIn(
  { store, inside }: PreparedRun,
  sdk: Sdk,
  program: Program,
  host: ProgramHost,
): Promise<void> {
  if ("entry" in program && program.transpiler !== undefined) requireTypeScript(store, program.transpiler);
  filterPrints(store, host.filter);
  const original: OriginalPosition = (file, line, column) =>
    "entry" in program ? program.transpiler?.originalPosition(file, line, column) : undefined;
  const faults = watchFaults(store);
  const work = watchPendingWork(store);
  const stopWatchingCallbacks = watchCallbacks(host, work);
  try {
    const main = onFreshStack(() =>
      inside(() => sdk.stack.runInPulumiStack(() => load(program, host.onInterrupt))),
    );
    await untilEnded({ sdk, store, inside, main, faults, original, work, host });
    if (!host.stopped.aborted) await inside(() => sdk.settings.signalAndWaitForShutdown());
  } finally {
    stopWatchingCallbacks();
    inside(() => sdk.settings.disconnectSync());
    work.stopWatching();
    faults.stopWatching();
  }
}

async function load(program: Program, onInterrupt: ProgramHost["onInterrupt"]): Promise<unknown> {
  return "entry" in program ? await loadProgram(program.entry, onInterrupt) : await program.inline();
}

/** Calls from a turn of its own: the state keeps where resources come from, down to the bottom of the stack. */
function onFreshStack<T>(call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => void call().then(resolve, reject));
  });
}
