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
export { decodeCheckpoint, decodeSealed, type DecodeOptions, type SealedSnapshot } from "./decode-checkpoint";
export { parseCheckpoint } from "./checkpoint-document";
export { CheckpointEncoder, InvalidSnapshotError } from "./encode-checkpoint";
export { integrityProblem } from "./integrity";
export { AliasConflictError, resolveAliases } from "./resolve-aliases";
export { InvalidStateError, NewerStateError, OlderStateError, StateError } from "./state-error";
