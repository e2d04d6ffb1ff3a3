import type { OperationKind, OperationOptions, OperationResult, OperationTarget } from "./operation";
import { runOperationModule } from "./warm-up";

export { openStack, type StackLocation } from "./open-stack";
export type {
  OperationKind,
  OperationOptions,
  OperationProject,
  OperationResult,
  OperationTarget,
  ProgramSource,
  StackConfiguration,
  UpcomingOperation,
} from "./operation";
export type { UpcomingStep } from "../steps/step";
export type { Timings } from "./timings";

/**
 * Runs one operation on one stack: takes its lock, reads its state, runs the program, does what it asks for while the
 * state is saved after every step, and gives the lock back, whatever happened.
 */
export const runOperation = async (
  kind: OperationKind,
  target: OperationTarget,
  options: OperationOptions = {},
): Promise<OperationResult> => runOperationModule().runOperation(kind, target, options);
