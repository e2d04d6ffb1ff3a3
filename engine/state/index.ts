export { Recorder, type WriteSnapshot } from "./recorder";
export {
  resourceState,
  type CustomTimeouts,
  type OperationType,
  type PendingOperation,
  type ResourceState,
  type StackFrame,
} from "./resource-state";
export { SaveFailedError } from "./save-failed-error";
export { emptySnapshot, manifestOf, type Manifest, type Snapshot, type SnapshotMetadata } from "./snapshot";
