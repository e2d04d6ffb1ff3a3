import { inspect } from "node:util";
import { EngineError } from "../errors";
import { currentStore } from "./current-run";
import { ProgramExitedError } from "./errors";
import type { SdkStore } from "./seam";
import { userStack, type OriginalPosition } from "./user-stack";

/** What went wrong in one run of a program and would otherwise end the process. */
export interface Faults {
  /** Each once, though Node tells of one error as often as there are promises that carry it. */
  readonly errors: ReadonlySet<unknown>;
  add(error: unknown): void;
  stopWatching(): void;
}

/** Those of runs that have ended, too: what they leave behind may fail late, and must not end the process then. */
const watches = new WeakMap<SdkStore, Faults>();
let running = 0;

/**
 * Watches one run of a program. Unhandled rejections, uncaught exceptions and `process.exit` come in the context of
 * the run that they belong to, so each run hears of its own only and the process lives on; those of anybody else go
 * where they went before.
 */
export function watchFaults(store: SdkStore): Faults {
  takeOver();
  if (running++ === 0) for (const stream of ownStreams) stream.on("error", ignoreClosed);
  const errors = new Set<unknown>();
  const faults: Faults = {
    errors,
    add(error) {
      errors.add(error);
    },
    stopWatching() {
      if (--running === 0) for (const stream of ownStreams) stream.off("error", ignoreClosed);
    },
  };
  watches.set(store, faults);
  return faults;
}

function currentFaults(): Faults | undefined {
  const store = currentStore();
  return store === undefined ? undefined : watches.get(store);
}

const ownStreams = [process.stdout, process.stderr];

/** Nobody reads what a program prints: that is no fault of it. What else goes wrong is for who listens, too. */
function ignoreClosed(this: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && this.listenerCount("error") === 1) throw error;
}

let hasTakenOver = false;

function takeOver(): void {
  if (hasTakenOver) return;
  hasTakenOver = true;
  const { emit, exit } = process;
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
    // Without an argument it is process.exitCode that counts, which an argument of undefined would reset.
    if (faults === undefined) return Reflect.apply(exit, process, code === undefined ? [] : [code]);
    const error = new ProgramExitedError(Number(code ?? process.exitCode ?? 0));
    faults.add(error);
    // Nothing after process.exit may run.
    throw error;
  };
}

/** What the user is to read of something that was thrown, which need not be an error. */
export function describeFault(fault: unknown, original: OriginalPosition = () => undefined): string {
  if (!(fault instanceof Error)) return `the program threw ${inspect(fault)}`;
  const { message, stack } = fault;
  // The SDK's own errors, and ours, are meant for the user: where they were made does not matter.
  if (isKind(fault, "__pulumiRunError") || isKind(fault, "__pulumResourceError")) return message;
  if (fault instanceof EngineError) return message;
  if (fault.name === "SyntaxError" || stack === undefined) return `${fault.name}: ${message}`;
  return withCauses(fault, original);
}

/** Without the error's further properties: the SDK hangs the whole run on some, with its configuration. */
function withCauses(error: Error, original: OriginalPosition): string {
  const { cause, stack = String(error) } = error;
  const told = userStack(error, stack, original);
  if (cause === undefined) return told;
  return `${told}\ncaused by ${cause instanceof Error ? withCauses(cause, original) : inspect(cause)}`;
}

function isKind(error: Error, mark: string): boolean {
  return (error as unknown as Record<string, unknown>)[mark] === true;
}
