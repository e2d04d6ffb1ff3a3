import type { StepOp } from "../../engine/steps/step-op";
import type { ConfigMap } from "./config";
import type { OutputMap } from "./output-map";

/** What was done to a stack. */
export type UpdateKind = "update" | "preview" | "refresh" | "rename" | "destroy" | "import";

/** How it ended. */
export type UpdateResult = "not-started" | "in-progress" | "succeeded" | "failed";

/** What is done to one resource. */
export type OpType = StepOp;

/** How many resources each kind of step was done to. */
export type OpMap = { [key in OpType]?: number };

/** An entry of a stack's history. */
export interface UpdateSummary {
  kind: UpdateKind;
  startTime: Date;
  message: string;
  environment: { [key: string]: string };
  /** The configuration that it ran with. */
  config: ConfigMap;
  result: UpdateResult;
  endTime: Date;
  version: number;
  resourceChanges?: OpMap;
}

interface Said {
  /** Plain lines of what happened. */
  stdout: string;
  /** Its errors. */
  stderr: string;
}

export interface UpResult extends Said {
  outputs: OutputMap;
  summary: UpdateSummary;
}

export interface PreviewResult extends Said {
  changeSummary: OpMap;
}

export interface RefreshResult extends Said {
  summary: UpdateSummary;
}

export interface DestroyResult extends Said {
  summary: UpdateSummary;
}

export interface ImportResult extends Said {
  /** TypeScript that declares what was imported; "" where none was wanted. */
  generatedCode: string;
  summary: UpdateSummary;
}

export interface RenameResult extends Said {
  /** The last entry of the stack's history. */
  summary: UpdateSummary;
}
