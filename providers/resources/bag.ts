/** Stands for a value that is not known yet: it appears in preview only. */
export const UNKNOWN: unique symbol = Symbol.for("moorage.unknown");

/** A property's value, without any marker of Pulumi's wire but {@link UNKNOWN}. */
export type Value =
  null | boolean | number | string | typeof UNKNOWN | readonly Value[] | { readonly [key: string]: Value };

/** The place of a value in a bag, outermost key first: `["ports", 0, "container"]`. */
export type Path = readonly (string | number)[];

/**
 * What a resource is given, or what is stored of it: plain values, and beside them the places that are secret.
 * Everything below a secret path is secret.
 */
export interface Bag {
  readonly values: Readonly<Record<string, Value>>;
  readonly secrets: readonly Path[];
}

/** A bag with nothing in it. */
export const emptyBag: Bag = { values: {}, secrets: [] };

/** Whether a value is unknown, itself or anywhere inside. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return false;
}

/** A path as Pulumi writes it: `ports[0].container`, `labels["a.b"]`. */
export function formatPath(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `["${key.replaceAll(/["\\]/g, "\\$&")}"]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
