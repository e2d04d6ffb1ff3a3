import type { Paint } from "../colour";
import { inOneLine } from "../text/plain-values";
import { table } from "../text/table";

/** A stack's outputs for people, as the CLI lays them out. */
export function outputRows(outputs: Readonly<Record<string, unknown>>, paint: Paint): string {
  const rows = Object.entries(outputs).map(([name, value]) => [name, inOneLine(value)]);
  const shown =
    rows.length === 0
      ? "    No output values currently in this stack\n"
      : indented(table(["OUTPUT", "VALUE"], rows, paint));
  return `Current stack outputs (${rows.length}):\n${shown}`;
}

/** Each line of a text under a heading. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "    ");
}
