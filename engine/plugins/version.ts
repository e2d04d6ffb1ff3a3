/** A semantic version. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  /** What follows the hyphen, by its dots; empty for a release. */
  readonly pre: readonly string[];
  /** As it was written, without a leading v. */
  readonly text: string;
}

const pattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Undefined for what is no semantic version. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch, pre] = pattern.exec(text) ?? [];
  if (major === undefined) return undefined;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    pre: pre === undefined ? [] : pre.split("."),
    text: text.replace(/^v/, ""),
  };
}

/** Negative if `left` is the older one, 0 if both have the same precedence. */
export function compareVersions(left: Version, right: Version): number {
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre.length === 0 || right.pre.length === 0) return right.pre.length - left.pre.length;
  for (const [index, part] of left.pre.entries()) {
    const other = right.pre[index];
    if (other === undefined) return 1;
    const difference = comparePre(part, other);
    if (difference !== 0) return difference;
  }
  return left.pre.length - right.pre.length;
}

/** Numbers come before words, and by their value. */
function comparePre(left: string, right: string): number {
  const [a, b] = [left, right].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  return left === right ? 0 : left < right ? -1 : 1;
}
