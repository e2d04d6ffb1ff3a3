import { compareVersions, parseVersion, type Version } from "./version";

/** Whether a version is one of those that are meant; undefined for what means none. */
export type VersionRange = (version: Version) => boolean;

const comparison = /^(==?|!=?|>=?|<=?|)(\d+)\.(?:x|(\d+)\.x|(\d+\.\S+))$/;

/**
 * Reads a range as Pulumi's CLI does: comparisons, all of which must hold, and alternatives between `||`. An x stands
 * for any number. Undefined for what is no range.
 *
 * @example parseVersionRange(">=3.5.0 !3.7.7 || 2.x")
 */
export function parseVersionRange(text: string): VersionRange | undefined {
  const alternatives = text.split("||").map((alternative) => {
    const words = alternative.replace(/([<>=!])\s+/g, "$1").split(/\s+/);
    return words.filter((word) => word !== "").map(parseComparison);
  });
  if (alternatives.some((all) => all.length === 0 || all.includes(undefined))) return undefined;
  return (version) => alternatives.some((all) => all.every((holds) => holds?.(version)));
}

function parseComparison(text: string): VersionRange | undefined {
  const [, operator = "", major = "", minor, rest] = comparison.exec(text.replaceAll(".x.x", ".x")) ?? [];
  // What it names: from the one, and up to the other where that is not the same version.
  const from = parseVersion(rest === undefined ? `${major}.${minor ?? 0}.0` : `${major}.${rest}`);
  if (major === "" || from === undefined) return undefined;
  const next = minor === undefined ? `${Number(major) + 1}.0.0` : `${major}.${Number(minor) + 1}.0`;
  const end = rest === undefined ? parseVersion(next) : undefined;
  const isBelow = (version: Version): boolean => compareVersions(version, from) < 0;
  const isAbove = (version: Version): boolean =>
    end === undefined ? compareVersions(version, from) > 0 : compareVersions(version, end) >= 0;
  const isIn = (version: Version): boolean => !isBelow(version) && !isAbove(version);
  if (operator.startsWith("!")) return (version) => !isIn(version);
  if (operator.startsWith(">")) return (version) => isAbove(version) || (operator === ">=" && isIn(version));
  if (operator.startsWith("<")) return (version) => isBelow(version) || (operator === "<=" && isIn(version));
  return isIn;
}
