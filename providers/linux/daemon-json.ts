/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * The engine's settings after a change: what is wanted is laid over what is there, object by object; what was wanted
 * formerly and is no longer is taken out, unless somebody has changed it since. All else stays.
 */
export function mergeSettings(
  current: JsonObject,
  wanted: JsonObject,
  formerlyWanted: JsonObject,
): JsonObject {
  return overlay(withdraw(current, formerlyWanted, wanted), wanted);
}

/** The setting that lists the registries which the engine may reach without a certificate that it trusts. */
export const INSECURE_REGISTRIES = "insecure-registries";

/** The engine's settings, and which of their insecure registries we have added. */
export interface SettingsAndOurs {
  readonly settings: JsonObject;
  readonly added: readonly string[];
}

/**
 * The engine's settings with other insecure registries: what is wanted is added to those that are there, what we added
 * and is wanted no longer is taken out. What others had put there is theirs, and stays when we want it no longer.
 */
export function mergeInsecureRegistries(
  { settings, added }: SettingsAndOurs,
  wanted: readonly string[],
): SettingsAndOurs {
  const there = insecureRegistries(settings);
  const missing = wanted.filter((entry) => !there.includes(entry));
  const dropped = added.filter((entry) => !wanted.includes(entry));
  const merged = [...there.filter((entry) => !dropped.includes(String(entry))), ...missing];
  const ours = wanted.filter((entry) => added.includes(entry) || missing.includes(entry));
  if (isSame(there, merged)) return { settings, added: ours };
  const others = Object.entries(settings).filter(([key]) => key !== INSECURE_REGISTRIES);
  const entries = merged.length === 0 ? others : [...others, [INSECURE_REGISTRIES, merged] as const];
  return { settings: Object.fromEntries(entries), added: ours };
}

/** The insecure registries in the engine's settings. */
export function insecureRegistries(settings: JsonObject): readonly Json[] {
  const list = settings[INSECURE_REGISTRIES];
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

/** What the settings say at the places that are wanted: equal to `wanted` when all of it is in force. */
export function settingsAt(current: JsonObject, wanted: JsonObject): JsonObject {
  const found: [string, Json][] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const there = current[key];
    if (there === undefined) continue;
    found.push([key, isObject(value) && isObject(there) ? settingsAt(there, value) : there]);
  }
  return Object.fromEntries(found);
}

/** The outermost keys whose values differ. */
export function changedKeys(before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isSame(before[key], after[key])).sort();
}

// What every engine from 20.10 on takes over at SIGHUP, by its reference; `features` is left out, as some of them need
// a restart.
const RELOADABLE: ReadonlySet<string> = new Set([
  "authorization-plugins",
  "debug",
  "default-runtime",
  "insecure-registries",
  "labels",
  "live-restore",
  "max-concurrent-downloads",
  "max-concurrent-uploads",
  "max-download-attempts",
  "registry-mirrors",
  "runtimes",
  "shutdown-timeout",
]);

/** Whether the engine must be restarted for changes of these keys; else it reads them again while it runs. */
export function needsRestart(keys: readonly string[]): boolean {
  return keys.some((key) => !RELOADABLE.has(key));
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length && one.every((item, index) => isSame(item as Json, other[index] as Json))
    );
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => key in other && isSame(one[key], other[key]))
    );
  }
  return one === other;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function overlay(current: JsonObject, wanted: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...current };
  for (const [key, value] of Object.entries(wanted)) {
    const there = merged[key];
    merged[key] = isObject(value) && isObject(there) ? overlay(there, value) : value;
  }
  return merged;
}

function withdraw(current: JsonObject, formerly: JsonObject, wanted: JsonObject): JsonObject {
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(current)) {
    const former = formerly[key];
    const still = wanted[key];
    if (former === undefined || (still !== undefined && !(isObject(still) && isObject(former)))) {
      kept.push([key, value]);
    } else if (isObject(former) && isObject(value)) {
      const rest = withdraw(value, former, isObject(still) ? still : {});
      if (Object.keys(rest).length > 0 || Object.keys(former).length === 0) kept.push([key, rest]);
    } else if (!isSame(former, value)) {
      kept.push([key, value]);
    }
  }
  return Object.fromEntries(kept);
}
