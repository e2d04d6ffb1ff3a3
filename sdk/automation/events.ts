/** The engine's events, by the names of @pulumi/pulumi/automation. */
export type {
  DiagnosticEvent,
  EngineEvent,
  PreludeEvent,
  ResourceFailedEvent as ResOpFailedEvent,
  ResourceStepEvent as ResourcePreEvent,
  ResourceStepEvent as ResOutputsEvent,
  StdoutEvent as StdoutEngineEvent,
  StepMetadata as StepEventMetadata,
  StepState as StepEventStateMetadata,
  SummaryEvent,
} from "../../engine/events/engine-event";
export type { PropertyDiff } from "../../engine/plugins/provider";

/** The operation is over. */
export type CancelEvent = Record<string, never>;

/** How a property differs. */
export const DiffKind = {
  add: "add",
  addReplace: "add-replace",
  delete: "delete",
  deleteReplace: "delete-replace",
  update: "update",
  updateReplace: "update-replace",
} as const;

export type DiffKind = (typeof DiffKind)[keyof typeof DiffKind];
