import { structuredPatch } from "diff/lib/patch/create.js";
import { formatPropertyPath } from "../../engine/values";
import type { Colour, Paint } from "../colour";
import { indented, oneLine, plainText } from "./plain-text";
import { inputsOf, propertyChanges, type PropertyChange, type ShownStep } from "./property-changes";
import { shownKey, shownValue } from "./shown-value";

const marks: Record<PropertyChange["kind"], { symbol: string; colour: Colour }> = {
  add: { symbol: "+", colour: "green" },
  delete: { symbol: "-", colour: "red" },
  update: { symbol: "~", colour: "yellow" },
};

/** How many lines around a changed one are shown of a long text. */
const CONTEXT_LINES = 2;

/** Two texts that differ in more lines are told by their ends: to compare them takes too long. */
const MOST_EDITS = 1000;

/** What a step changes, a line a property: `~ image: "app:1" → "app:2"`. */
export function changeLines(step: ShownStep, paint: Paint): string[] {
  return propertyChanges(step).map((change) => changeLine(change, paint));
}

/** The same with all that `--diff` is to show: long texts line by line, and every input of what is made. */
export function detailLines(step: ShownStep, paint: Paint): string[] {
  const { op, old, new: now } = step;
  if (op === "same" || op === "read") return [];
  if (old === null || op === "import") return wholeLines(step, "add", paint);
  if (now === null) return wholeLines(step, "delete", paint);
  return propertyChanges(step).flatMap((change) => textLines(change, paint) ?? changeLine(change, paint));
}

/** The names of what changes, for a row: `image, ports[0].host`. */
export function changedNames(step: ShownStep): string {
  const names = propertyChanges(step).map(({ path, kind }) => {
    return `${marks[kind].symbol}${oneLine(formatPropertyPath(path))}`;
  });
  return [...new Set(names)].join(" ");
}

function changeLine(change: PropertyChange, paint: Paint): string {
  const { symbol, colour } = marks[change.kind];
  return `${paint(`${symbol} ${nameOf(change)}`, colour)}: ${shownChange(change)}${becauseOf(change, paint)}`;
}

function shownChange({ kind, isHidden, old, new: now }: PropertyChange): string {
  if (isHidden) return "[not shown]";
  if (kind === "add") return shownValue(now);
  return kind === "delete" ? shownValue(old) : `${shownValue(old)} → ${shownValue(now)}`;
}

/** Two long texts as the lines that differ; undefined for what fits one line. */
function textLines(change: PropertyChange, paint: Paint): string[] | undefined {
  const { old, new: now, isHidden } = change;
  if (isHidden || typeof old !== "string" || typeof now !== "string") return undefined;
  if (!old.includes("\n") && !now.includes("\n")) return undefined;
  const options = { context: CONTEXT_LINES, maxEditLength: MOST_EDITS };
  const patch = structuredPatch("", "", old, now, undefined, undefined, options);
  if (patch === undefined) return undefined;
  const lines = patch.hunks.flatMap(({ oldStart, lines }) => [paint(`line ${oldStart}`, "dim"), ...lines]);
  const { symbol, colour } = marks.update;
  const head = `${paint(`${symbol} ${nameOf(change)}`, colour)}:${becauseOf(change, paint)}`;
  return [head, ...lines.map((line) => indented(paintLine(plainText(line), paint), 4))];
}

function paintLine(line: string, paint: Paint): string {
  return paint(line, line.startsWith("+") ? "green" : line.startsWith("-") ? "red" : undefined);
}

function wholeLines({ old, new: now }: ShownStep, kind: "add" | "delete", paint: Paint): string[] {
  const { symbol, colour } = marks[kind];
  return Object.entries(inputsOf(now ?? old))
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${paint(`${symbol} ${shownKey(key)}`, colour)}: ${shownValue(value)}`);
}

function nameOf({ path }: PropertyChange): string {
  return oneLine(formatPropertyPath(path));
}

function becauseOf({ replaces }: PropertyChange, paint: Paint): string {
  return replaces ? paint(" (replaces)", "magenta") : "";
}
