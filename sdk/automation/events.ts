import type * as Engine from "../../engine/events/engine-event";

// The engine's events, by the names and the types of @pulumi/pulumi/automation. Where these say undefined, the events
// may have null, as the CLI's have.
export type {
  PreludeEvent,
  StdoutEvent as StdoutEngineEvent,
  SummaryEvent,
} from "../../engine/events/engine-event";

/** What happens in an operation: one object, of whose event fields exactly one is set. Secrets are masked. */
export interface EngineEvent extends Omit<
  Engine.EngineEvent,
  "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent" | "diagnosticEvent"
> {
  /** Something begins to be done to a resource. */
  resourcePreEvent?: ResourcePreEvent;
  /** It is done. */
  resOutputsEvent?: ResOutputsEvent;
  /** It has failed. */
  resOpFailedEvent?: ResOpFailedEvent;
  diagnosticEvent?: DiagnosticEvent;
}

/** The operation is over. */
export type CancelEvent = Record<string, never>;

/** A message about a resource, or about the whole operation. */
export interface DiagnosticEvent extends Omit<Engine.DiagnosticEvent, "severity"> {
  severity: "info" | "info#err" | "warning" | "error";
}

export interface ResourcePreEvent extends Omit<Engine.ResourceStepEvent, "metadata"> {
  metadata: StepEventMetadata;
}

export interface ResOutputsEvent extends Omit<Engine.ResourceStepEvent, "metadata"> {
  metadata: StepEventMetadata;
}

export interface ResOpFailedEvent extends Omit<Engine.ResourceFailedEvent, "metadata"> {
  metadata: StepEventMetadata;
}

/** What is done to a resource. */
export interface StepEventMetadata extends Omit<Engine.StepMetadata, "old" | "new" | "detailedDiff"> {
  /** The resource as it was. */
  old?: StepEventStateMetadata;
  /** The resource as it becomes. */
  new?: StepEventStateMetadata;
  /** By property path. */
  detailedDiff?: Record<string, PropertyDiff>;
}

/** A resource in the state. */
export interface StepEventStateMetadata extends Omit<Engine.StepState, "inputs" | "outputs"> {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
  inputs: Record<string, any>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
  outputs: Record<string, any>;
}

export interface PropertyDiff {
  diffKind: DiffKind;
  /** The difference lies between old and new inputs, not between old outputs and new inputs. */
  inputDiff: boolean;
}

/** How a property differs. */
export enum DiffKind {
  add = "add",
  addReplace = "add-replace",
  delete = "delete",
  deleteReplace = "delete-replace",
  update = "update",
  updateReplace = "update-replace",
}
