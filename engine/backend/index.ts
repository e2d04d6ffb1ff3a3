export type { Backend, CheckpointWriter, RemoveStackOptions, StackLock } from "./backend";
export {
  BackendError,
  LegacyLayoutError,
  StackExistsError,
  StackNotEmptyError,
  StackNotFoundError,
  UnsupportedBackendError,
} from "./backend-error";
export { currentBackendUrl, type BackendEnvironment } from "./backend-url";
export type { StoredCheckpoint } from "./find-checkpoint";
export { StackLockedError, type FoundLock, type LockOptions } from "./lock";
export { openBackend, type OpenBackendOptions } from "./open-backend";
export { requireEmpty } from "./require-empty";
export {
  fullStackName,
  InvalidStackNameError,
  parseStackReference,
  type StackReference,
} from "./stack-reference";
export type { UpdateConfigValue, UpdateRecord } from "./update-record";
