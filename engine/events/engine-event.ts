import type { PropertyDiff } from "../plugins/provider";
import type { StepOp } from "../steps/step-op";

/**
 * What happens in an operation, in the shapes of the CLI's `--json` and event log: one object, of whose event fields
 * exactly one is set. Secrets are masked; property values have the form they have on the wire.
 */
export interface EngineEvent {
  /** Rises by one with each event of an operation. */
  sequence: number;
  /** Unix time, in seconds. */
  timestamp: number;
  preludeEvent?: PreludeEvent;
  resourcePreEvent?: ResourceStepEvent;
  resOutputsEvent?: ResourceStepEvent;
  resOpFailedEvent?: ResourceFailedEvent;
  diagnosticEvent?: DiagnosticEvent;
  stdoutEvent?: StdoutEvent;
  summaryEvent?: SummaryEvent;
  cancelEvent?: Record<string, never>;
}

/** The kinds of events, named by the field that holds them. */
export type EngineEventKind = Exclude<keyof EngineEvent, "sequence" | "timestamp">;

export interface PreludeEvent {
  /** The stack's configuration; secrets as `[secret]`. */
  config: Record<string, string>;
}

export interface SummaryEvent {
  maybeCorrupt: boolean;
  durationSeconds: number;
  resourceChanges: Partial<Record<StepOp, number>>;
  PolicyPacks: Record<string, string>;
  isPreview: boolean;
}

export interface ResourceStepEvent {
  metadata: StepMetadata;
  planning?: boolean;
  /** The step is the engine's own affair: displays leave it out. */
  internal?: boolean;
}

export interface ResourceFailedEvent {
  metadata: StepMetadata;
  status: number;
  steps: number;
}

export interface DiagnosticEvent {
  urn?: string;
  prefix?: string;
  message: string;
  color: "never" | "raw";
  severity: "debug" | "info" | "info#err" | "warning" | "error";
  streamID?: number;
  /** It is about the moment only: a display may drop it when the next line comes. */
  ephemeral?: boolean;
}

export interface StdoutEvent {
  message: string;
  color: "never" | "raw";
}

export interface StepMetadata {
  op: StepOp;
  urn: string;
  type: string;
  old: StepState | null;
  new: StepState | null;
  /** The inputs that make a replacement necessary. */
  keys?: string[];
  /** The inputs that changed. */
  diffs?: string[];
  /** By property path. Null where the provider tells none. */
  detailedDiff: Record<string, PropertyDiff> | null;
  /** It is a change that the program asked for, not a part of one. */
  logical?: boolean;
  provider: string;
}

export interface StepState {
  type: string;
  urn: string;
  custom?: boolean;
  delete?: boolean;
  id: string;
  parent: string;
  protect?: boolean;
  taint?: boolean;
  external?: boolean;
  retainOnDelete?: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  provider: string;
  initErrors?: string[];
  hideDiffs?: (string | number)[][];
}
