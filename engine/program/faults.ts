import { inspect } from "node:util";
import { currentStore } from "./current-run";
import { ProgramExitedError } from "./errors";
import type { SdkStore } from "./seam";

/** What went wrong in one run of a program and would otherwise end the process. */
export interface Faults {
  /** Each once, though Node tells of one error as often as there are promises that carry it. */
  readonly errors: ReadonlySet<unknown>;
  add(error: unknown): void;
  stopWatching(): void;
}

const watches = new Map<SdkStore, Faults>();

/**
 * Watches one run of a program. Unhandled rejections, uncaught exceptions and `process.exit` come in the context of
 * the run that they belong to, so each run hears of its own only and the process lives on; those of anybody else go
 * where they went before.
 */
export function watchFaults(store: SdkStore): Faults {
  if (watches.size === 0) takeOver();
  const errors = new Set<unknown>();
  const faults: Faults = {
    errors,
    add(error) {
      errors.add(error);
    },
    stopWatching() {
      watches.delete(store);
      if (watches.size === 0) giveBack();
    },
  };
  watches.set(store, faults);
  return faults;
}

function currentFaults(): Faults | undefined {
  const store = currentStore();
  return store === undefined ? undefined : watches.get(store);
}

/** The process's own methods while none is watched. */
let original: Pick<NodeJS.Process, "emit" | "exit"> | undefined;

function takeOver(): void {
  const { emit, exit } = process;
  original = { emit, exit };
  process.emit = function (this: NodeJS.Process, event: string, ...details: unknown[]): boolean {
    if (event === "unhandledRejection" || event === "uncaughtException") {
      const faults = currentFaults();
      if (faults !== undefined) {
        faults.add(details[0]);
        return true;
      }
    }
    return Reflect.apply(emit, this, [event, ...details]) as boolean;
  } as typeof process.emit;
  process.exit = function (code?: number | string | null): never {
    const faults = currentFaults();
    if (faults === undefined) return Reflect.apply(exit, process, [code]);
    const error = new ProgramExitedError(Number(code ?? process.exitCode ?? 0));
    faults.add(error);
    // Nothing after process.exit may run.
    throw error;
  };
}

function giveBack(): void {
  Object.assign(process, original);
}

/** What the user is to read of something that was thrown, which need not be an error. */
export function describeFault(fault: unknown): string {
  if (!(fault instanceof Error)) return `the program threw ${inspect(fault)}`;
  const { message, stack } = fault;
  // The SDK's own errors are meant for the user: where they were made does not matter.
  if (isKind(fault, "__pulumiRunError") || isKind(fault, "__pulumResourceError")) return message;
  if (fault instanceof ProgramExitedError) return message;
  if (fault.name === "SyntaxError" || stack === undefined) return `${fault.name}: ${message}`;
  return inspect(fault);
}

function isKind(error: Error, mark: string): boolean {
  return (error as unknown as Record<string, unknown>)[mark] === true;
}
