export type { ConfigMap, ConfigValue } from "./config";
export {
  CanceledError,
  CommandError,
  ConcurrentUpdateError,
  StackAlreadyExistsError,
  StackNotFoundError,
  type Diagnostic,
} from "./errors";
export * from "./events";
export { LocalWorkspace, type Workspace } from "./local-workspace";
export type { ImportResource } from "./imports";
export { fullyQualifiedStackName } from "./stack-name";
export type {
  DestroyOptions,
  GlobalOpts,
  ImportOptions,
  PreviewOptions,
  RefreshOptions,
  RenameOptions,
  UpOptions,
} from "./options";
export type { OutputMap, OutputValue } from "./output-map";
export type { Plan, PlannedResource, PlannedStep, PlanSummary, PropertyChange, ProviderPlan } from "../plan";
export type { PlanDifference } from "./plan/compare-plans";
export { PlanFileError, PlanRefusedError } from "./plan/plan-errors";
export type { PulumiFn } from "./program";
export type {
  DestroyResult,
  ImportResult,
  OpMap,
  OpType,
  PreviewResult,
  RefreshResult,
  RenameResult,
  UpdateKind,
  UpdateResult,
  UpdateSummary,
  UpResult,
} from "./results";
export type {
  ProjectBackend,
  ProjectRuntime,
  ProjectRuntimeInfo,
  ProjectSettings,
  ProjectTemplate,
  ProjectTemplateConfigValue,
  StackSettings,
  StackSettingsConfigValue,
  StackSettingsSecureConfigValue,
} from "./settings";
export { Stack } from "./stack";
export type { ListOptions, RemoveOptions, StackSummary } from "./stacks";
export type { Deployment } from "./state";
export type { TagMap } from "./tags";
export type {
  InlineProgramArgs,
  LocalProgramArgs,
  LocalWorkspaceOptions,
  WhoAmIResult,
} from "./workspace-options";
