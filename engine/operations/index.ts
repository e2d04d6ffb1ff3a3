export { openStack, type StackLocation } from "./open-stack";
export type {
  OperationKind,
  OperationOptions,
  OperationProject,
  OperationResult,
  OperationTarget,
  ProgramSource,
  StackConfiguration,
} from "./operation";
export { runOperation } from "./run-operation";
export type { Timings } from "./timings";
