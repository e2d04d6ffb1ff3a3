import { closest, distance } from "fastest-levenshtein";

/** The end of "there is no …": the likely one if there is one, and all that there are. */
export function nearest(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return "; there is none at all";
  const likely = closest(wrong, known);
  const isLikely = distance(wrong, likely) <= Math.max(2, Math.floor(likely.length / 3));
  const hint = isLikely ? `. Did you mean ${likely}?` : "";
  return known.length === 1 && isLikely ? hint : `${hint || "."} There are: ${known.join(", ")}`;
}
