import { parseVersion, type Version } from "./plugins/version";
import { parseVersionRange } from "./plugins/version-range";

/** The version of Pulumi's engine that this one does as. */
const compatible = parseVersion("3.230.0") as Version;

/**
 * What is wrong with a range of Pulumi's versions that somebody requires, as an end of a sentence; undefined where it has
 * the one as which this engine does, or where there is none.
 */
export function unmetRequirement(range: string): string | undefined {
  if (range === "") return undefined;
  const holds = parseVersionRange(range);
  if (holds === undefined) {
    return `${JSON.stringify(range)} is no range of versions: one like ">=3.0.0 <4.0.0" was expected`;
  }
  if (holds(compatible)) return undefined;
  return (
    `this engine does as Pulumi ${compatible.text}, which does not satisfy the version range ` +
    `${JSON.stringify(range)}: widen the range, or use a Pulumi CLI that satisfies it`
  );
}
