import type { StepMetadata } from "../../engine/events/engine-event";
import { sortedKeys, valuesEqual } from "../../engine/values";
import type { Paint } from "../colour";
import { outputsOf } from "./property-changes";
import { shownKey, shownOutput } from "./shown-value";

/** The stack's outputs, a line each; what changed is marked with what it was. */
export function outputLines(stack: StepMetadata | undefined, paint: Paint): string[] {
  if (stack === undefined) return [];
  const [old, now] = [outputsOf(stack.old), outputsOf(stack.new)];
  return sortedKeys({ ...old, ...now }).map((key) => {
    const [before, after] = [old[key], now[key]];
    if (after === undefined) return `${paint(`   - ${shownKey(key)}`, "red")}: ${shownOutput(before)}`;
    if (before === undefined) return `${paint(`   + ${shownKey(key)}`, "green")}: ${shownOutput(after)}`;
    if (valuesEqual(before, after)) return `     ${shownKey(key)}: ${shownOutput(after)}`;
    const values = `${shownOutput(before)} → ${shownOutput(after)}`;
    return `${paint(`   ~ ${shownKey(key)}`, "yellow")}: ${values}`;
  });
}
