import type { Plan } from "../plan";
import type { EngineEvent } from "./events";
import type { ImportResource } from "./imports";
import type { PulumiFn } from "./program";

/** What the Pulumi CLI's display takes. The lines here are always plain, so that these are taken and change nothing. */
export interface GlobalOpts {
  color?: "always" | "never" | "raw" | "auto";
  suppressOutputs?: boolean;
  suppressProgress?: boolean;
}

/** What is heard of an operation while it runs, and how it is stopped. */
export interface ListenOptions extends GlobalOpts {
  /** Plain lines of what happens, as they come. */
  onOutput?: (out: string) => void;
  /** The lines of errors. */
  onError?: (err: string) => void;
  /** The engine's events, as the Pulumi CLI has them in its event log. */
  onEvent?: (event: EngineEvent) => void;
  /** Stops the operation: what is under way ends, is saved, and nothing new begins. It then rejects with a CanceledError. */
  signal?: AbortSignal;
}

/** What all operations on resources have in common. */
export interface OperationOptions extends ListenOptions {
  /** How many resources are worked on at once. @default 16 */
  parallel?: number;
  /** Kept in the stack's history. */
  message?: string;
  /** Only these resources: URNs, or patterns with `*` and `**`. */
  target?: string[];
  /** With `target`: also what depends on them. */
  targetDependents?: boolean;
  /** All but these resources. */
  exclude?: string[];
  /** With `exclude`: nor what depends on them. */
  excludeDependents?: boolean;
  /** Run the program in a refresh and a destroy too. @default what PULUMI_RUN_PROGRAM says, else false */
  runProgram?: boolean;
  /** Taken, and changes nothing: who calls is told by the history's `exec.kind`. */
  userAgent?: string;
  /** Take the stack from an owner that is not running on this machine any more. @default false */
  takeOver?: boolean;
}

interface ProgramOptions extends OperationOptions {
  /** Read all resources before. @default what the project's `options.refresh` says */
  refresh?: boolean;
  /** Replace these resources, by URN. */
  replace?: string[];
  /** It is an error if anything changes. @default false */
  expectNoChanges?: boolean;
  /** Taken, and changes nothing: the events have all differences. */
  diff?: boolean;
  /** Run this in the place of the workspace's program. */
  program?: PulumiFn;
}

/** How {@link Stack.up} is done. */
export interface UpOptions extends ProgramOptions {
  /** After a failure, go on with what does not depend on it. @default false */
  continueOnError?: boolean;
  /** Whether the summary has secrets in plain. @default true */
  showSecrets?: boolean;
  /**
   * Do what the plan in this file says, and nothing else. Where anything that it touches is not as it was when it was
   * made, nothing is done, and it rejects with a PlanRefusedError. The plan says for itself what was refreshed,
   * targeted and to be replaced.
   */
  plan?: string;
}

/** How {@link Stack.preview} is done. */
export interface PreviewOptions extends ProgramOptions {
  /** Write the plan to this file, by which {@link Stack.up} can do exactly what was previewed. */
  plan?: string;
  /** Hears the plan, once the preview has succeeded. */
  onPlan?: (plan: Plan) => void;
}

/** How {@link Stack.refresh} is done. */
export interface RefreshOptions extends OperationOptions {
  /** Only say what would change. @default false */
  previewOnly?: boolean;
  /** It is an error if anything changed. @default false */
  expectNoChanges?: boolean;
  /** Drop the creations whose end nobody saw, as of a run that was killed. @default false */
  clearPendingCreates?: boolean;
  /** Whether the summary has secrets in plain. @default true */
  showSecrets?: boolean;
}

/** How {@link Stack.destroy} is done. */
export interface DestroyOptions extends OperationOptions {
  /** Read all resources before. @default what the project's `options.refresh` says */
  refresh?: boolean;
  /** Only say what would be deleted. @default false */
  previewOnly?: boolean;
  /** After a failure, go on with what does not depend on it. @default false */
  continueOnError?: boolean;
  /** Leave protected resources, and what they need. @default false */
  excludeProtected?: boolean;
  /** Remove the stack and its configuration too, once nothing is left of it. @default false */
  remove?: boolean;
  /** Whether the summary has secrets in plain. @default true */
  showSecrets?: boolean;
}

/** How {@link Stack.import} is done. */
export interface ImportOptions extends ListenOptions {
  /** What is to be taken into the state. */
  resources?: ImportResource[];
  /** The URNs of parents and providers that the stack has, by the names that `resources` use. */
  nameTable?: { [key: string]: string };
  /** Protect them from deletion. @default true */
  protect?: boolean;
  /** Write TypeScript that declares them. @default true */
  generateCode?: boolean;
  /** Kept in the stack's history. */
  message?: string;
  /** Whether the summary has secrets in plain. @default true */
  showSecrets?: boolean;
}

/** How {@link Stack.rename} is done. */
export interface RenameOptions extends ListenOptions {
  /** The new name. */
  stackName: string;
  /** Whether the summary has secrets in plain. @default true */
  showSecrets?: boolean;
}
