import { PatternError } from "./pattern-error";

/** Holds a pattern against the syntax of Go's filepath.Match, which Docker asks first. Throws PatternError. */
export function checkGlob(pattern: string): void {
  const signs = [...pattern];
  let index = 0;
  while (index < signs.length) {
    const sign = signs[index++];
    if (sign === "\\" && index++ >= signs.length) throw new PatternError(pattern, "ends with a backslash");
    if (sign === "[") index = checkClass(pattern, signs, index);
  }
}

/** Gives the index after the class that begins here. */
function checkClass(pattern: string, signs: readonly string[], start: number): number {
  let index = signs[start] === "^" ? start + 1 : start;
  for (let members = 0; members === 0 || signs[index] !== "]"; members++) {
    index = checkMember(pattern, signs, index);
    if (signs[index] === "-") index = checkMember(pattern, signs, index + 1);
  }
  return index + 1;
}

function checkMember(pattern: string, signs: readonly string[], start: number): number {
  const index = signs[start] === "\\" ? start + 1 : start;
  const isMember = index > start || (signs[index] !== "-" && signs[index] !== "]");
  // Something has to follow, the end of the class at least.
  if (isMember && index + 1 < signs.length) return index + 1;
  throw new PatternError(pattern, "has brackets that are not closed or hold nothing");
}
