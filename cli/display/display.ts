import type { EngineEvent } from "../../engine/events/engine-event";
import type { OperationKind } from "../../engine/operations";
import type { Terminal } from "../terminal";
import type { PlannedChanges } from "./planned-changes";

/** What is shown, and where. */
export interface DisplayOptions {
  readonly kind: OperationKind;
  readonly stack: string;
  readonly project: string;
  readonly terminal: Terminal;
  /** Nothing is done: what would be done is shown. */
  readonly isPreview: boolean;
  readonly color: boolean;
  /** Show old and new of all that changes, long texts line by line. */
  readonly showDiff: boolean;
  /** One event a line, in the CLI's shapes, and nothing else. */
  readonly json: boolean;
}

/** Shows one operation. Whatever becomes of the terminal, it never throws and never holds the operation up. */
export interface Display {
  /** What the operation plans or does, so far. */
  readonly planned: PlannedChanges;
  onEvent(event: EngineEvent): void;
  /** Shows how it ended. Resolves when all of it is written. */
  close(ending?: Ending): Promise<void>;
}

/** How an operation ended. */
export interface Ending {
  readonly outcome: "succeeded" | "failed" | "canceled";
  /** What the operation rejected with; what its events have told is not told again. */
  readonly error?: unknown;
}
