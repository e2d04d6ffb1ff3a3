import { isDeepStrictEqual } from "node:util";
import { type Path, UNKNOWN, type Value } from "./bag";
import { isRecord } from "./child-inputs";
import type { PropertyDifference } from "./lifecycle";

/** The innermost places at which two values differ. A value that is not known yet differs from all others. */
export function valueDifferences(
  path: Path,
  old: Value | undefined,
  now: Value | undefined,
  isInput: boolean,
): readonly PropertyDifference[] {
  if (isRecord(old) && isRecord(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap((key) => valueDifferences([...path, key], old[key], now[key], isInput));
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
      valueDifferences([...path, index], old[index] as Value, now[index] as Value, isInput),
    ).flat();
  }
  if (now !== UNKNOWN && isDeepStrictEqual(old ?? null, now ?? null)) return [];
  const kind = isAbsent(old) ? "add" : isAbsent(now) ? "delete" : "update";
  return [{ path, kind, replaces: false, isInput }];
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}
