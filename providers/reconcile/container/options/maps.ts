/** A map as users write it. */
export type TextMap = Readonly<Record<string, string>>;

/** The entries of `map` that `base` does not have with the same value. */
export function without(map: TextMap, base: TextMap): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([key, value]) => base[key] !== value));
}

/**
 * Whether `found` is `wanted` on top of `base`. Where `base` is not known, an entry that nobody asked for
 * counts only if it was asked for before.
 */
export function sameOnTop(
  wanted: TextMap,
  found: TextMap,
  base: TextMap | undefined,
  formerly: TextMap | undefined,
): boolean {
  const present = { ...base, ...found };
  const missing = Object.entries(wanted).some(([key, value]) => present[key] !== value);
  if (missing) return false;
  return Object.keys(found)
    .filter((key) => !Object.hasOwn(wanted, key))
    .every((key) => (base === undefined ? formerly?.[key] === undefined : base[key] === found[key]));
}
