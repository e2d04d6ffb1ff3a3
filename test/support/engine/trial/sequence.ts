import type { Fault } from "../lab/cloud";
import type { Json } from "../lab/wire";
import type { Program } from "./program";

export type Command = "up" | "preview" | "refresh" | "destroy";

/** A change of an object behind the engines' backs: of one property, the loss of it, or the end of the object. */
export interface Drift {
  readonly id: string;
  readonly change: { readonly property: string; readonly to?: Json } | "gone";
}

/** Flags as the CLI has them; resources by their names in the program. */
export interface Flags {
  readonly targets?: readonly string[];
  readonly targetDependents?: boolean;
  readonly replace?: readonly string[];
  readonly continueOnError?: boolean;
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly excludes?: readonly string[];
}

export interface Operation {
  readonly command: Command;
  readonly program: Program;
  readonly flags: Flags;
  readonly faults: readonly Fault[];
  readonly drift: readonly Drift[];
  /** Plain configuration of the stack, `lab:tone` and the like. */
  readonly config: Readonly<Record<string, Json>>;
}

/** Operations on one stack, one after another. */
export type Sequence = readonly Operation[];

/** What one operation did, without all that differs from run to run. */
export interface Outcome {
  readonly ok: boolean;
  /** Steps as text, `update lab:index:Plain r1 [value]`, in the order of their begin. */
  readonly steps: readonly string[];
  /** Calls as text, in the order of their arrival. */
  readonly calls: readonly string[];
  /** Resources of the state as text by URN, id and standing. */
  readonly state: Readonly<Record<string, Json>>;
  /** For who reads a report: what was said on the way. */
  readonly said: string;
}

/** An engine with one stack of its own. */
export interface Contestant {
  readonly name: string;
  run(operation: Operation): Promise<Outcome>;
  close(): Promise<void>;
}
