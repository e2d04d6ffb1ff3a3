import { closest, distance } from "fastest-levenshtein";

/** ` did you mean "…"?` where one of the known names is near, else nothing. */
export function hint(name: string, known: readonly string[]): string {
  const likely = likelyName(name, known);
  return likely === undefined ? "" : `; did you mean "${likely}"?`;
}

function likelyName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const sameButCase = known.find((each) => each.toLowerCase() === name.toLowerCase());
  if (sameButCase !== undefined) return sameButCase;
  const nearest = closest(name, known);
  const away = distance(name, nearest);
  const isNear = away < name.length && away <= Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3));
  return isNear ? nearest : undefined;
}
