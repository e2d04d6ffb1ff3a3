import type { StepOp } from "../../engine/steps/step-op";
import type { Colour } from "../colour";

/** How a kind of step is told. */
export interface StepWords {
  /** Tells the kinds apart without a colour. */
  readonly symbol: string;
  readonly colour: Colour | undefined;
  /** What a preview says of it. */
  readonly planned: string;
  readonly doing: string;
  readonly done: string;
}

const create = { symbol: "+", colour: "green" } as const;
const replace = { symbol: "+-", colour: "magenta" } as const;
const remove = { symbol: "-", colour: "red" } as const;
const read = { symbol: ">", colour: "cyan" } as const;
const nothing = { symbol: " ", colour: undefined } as const;

const words: Readonly<Record<StepOp, StepWords>> = {
  same: { ...nothing, planned: "unchanged", doing: "checking", done: "unchanged" },
  create: { ...create, planned: "create", doing: "creating", done: "created" },
  update: { symbol: "~", colour: "yellow", planned: "update", doing: "updating", done: "updated" },
  delete: { ...remove, planned: "delete", doing: "deleting", done: "deleted" },
  replace: { ...replace, planned: "replace", doing: "replacing", done: "replaced" },
  "create-replacement": { ...replace, planned: "replace", doing: "creating new", done: "created new" },
  "delete-replaced": { ...replace, planned: "delete old", doing: "deleting old", done: "replaced" },
  read: { ...read, planned: "read", doing: "reading", done: "read" },
  "read-replacement": { ...read, planned: "read", doing: "reading", done: "read" },
  refresh: { ...nothing, planned: "refresh", doing: "refreshing", done: "refreshed" },
  discard: { ...remove, planned: "forget", doing: "forgetting", done: "forgotten" },
  "discard-replaced": { ...remove, planned: "forget old", doing: "forgetting old", done: "forgotten" },
  "remove-pending-replace": { ...nothing, planned: "clear", doing: "clearing", done: "cleared" },
  import: { symbol: "=", colour: "blue", planned: "import", doing: "importing", done: "imported" },
  "import-replacement": { ...replace, planned: "import", doing: "importing", done: "imported" },
};

export function stepWords(op: StepOp): StepWords {
  return words[op];
}

/** The same for what a refresh found. */
export function foundWords(op: StepOp): StepWords {
  if (op === "update") return { ...words.update, done: "drifted" };
  return op === "delete" ? { ...words.delete, done: "gone" } : words[op];
}
