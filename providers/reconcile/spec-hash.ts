import { createHash } from "node:crypto";

/** What a hash is made of: plain JSON, and the places in it that are secret. */
export interface Hashable {
  readonly values: unknown;
  readonly secrets: readonly (readonly (string | number)[])[];
}

/**
 * The text that is hashed: JSON with sorted keys, without what is undefined, without the link to the host, and with
 * nothing of a secret. A change of this form makes every half-made object unrecognisable, so a test pins it.
 */
export function canonicalSpec({ values, secrets }: Hashable): string {
  const hidden = new Set(secrets.map((path) => JSON.stringify(path)));
  const visit = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (hidden.has(JSON.stringify(path))) return undefined;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]) ?? null);
    if (typeof value !== "object" || value === null) return value;
    const keys = Object.keys(value).sort();
    return Object.fromEntries(
      keys
        .filter((key) => path.length > 0 || key !== "host")
        .map((key) => [key, visit((value as Record<string, unknown>)[key], [...path, key])]),
    );
  };
  return JSON.stringify(visit(values, []));
}

/** Short hash of a spec, for the label that recognises a half-made object. */
export function specHash(spec: Hashable): string {
  return createHash("sha256").update(canonicalSpec(spec)).digest("hex").slice(0, 16);
}
