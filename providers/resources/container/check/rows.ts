import type { Path, Value } from "../../bag";
import { isRecord } from "../../child-inputs";
import type { CheckFailure } from "../../lifecycle";

export type Values = Readonly<Record<string, Value>>;

export interface Row {
  readonly row: Values;
  readonly path: Path;
}

/** The known rows of a list. */
export function rowsOf(values: Values, key: string): Row[] {
  const list = values[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((row: Value, index) => (isRecord(row) ? [{ row, path: [key, index] }] : []));
}

/** The known texts of a list, each with its path. */
export function textsOf(
  value: Value | undefined,
  path: Path,
): { readonly text: string; readonly path: Path }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: Value, index) =>
    typeof text === "string" ? [{ text, path: [...path, index] }] : [],
  );
}

/** Whether a value is given; one that is not known yet is. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

/** A failure at a path, if there is something to say. */
export function failIf(fails: boolean, path: Path, reason: string): CheckFailure[] {
  return fails ? [{ path, reason }] : [];
}

/** A failure for every entry that stands there a second time. */
export function failTwice<T extends { readonly path: Path }>(
  entries: readonly T[],
  keyOf: (entry: T) => string | undefined,
  reason: (key: string) => string,
): CheckFailure[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry);
    if (key === undefined) return [];
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice ? [{ path: entry.path, reason: reason(key) }] : [];
  });
}
