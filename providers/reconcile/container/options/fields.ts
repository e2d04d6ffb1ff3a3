import type { HostConfigJson } from "../../../docker/container-json";
import type { Option } from "./option";

type Key = keyof HostConfigJson;
type Rest<T> = Pick<Option<T>, "default"> & Partial<Option<T>>;
type Values = { -readonly [K in Key]: NonNullable<HostConfigJson[K]> };
/** Fields of HostConfig that hold a `T` just as users write it. */
type KeysOf<T> = { [K in Key]: Values[K] extends T ? (T extends Values[K] ? K : never) : never }[Key];

/** A text that HostConfig has as users write it; empty means not given. */
export function text(key: KeysOf<string>, rest: Rest<string>): Option<string> {
  return {
    fields: [`HostConfig.${key}`],
    inPlace: "no",
    write: (value, { request }) => (request.HostConfig[key] = value),
    read: ({ hostConfig }) => hostConfig[key] || undefined,
    unset: () => undefined,
    ...rest,
  };
}

/** A number that HostConfig has in another unit, so many of which make one of the user's. 0 and less mean not given. */
export function amount(key: KeysOf<number>, unit: number, rest: Rest<number>): Option<number> {
  return {
    fields: [`HostConfig.${key}`],
    inPlace: "no",
    write: (value, { request }) => (request.HostConfig[key] = Math.round(value * unit)),
    read: ({ hostConfig }) => {
      const value = hostConfig[key] ?? 0;
      return value > 0 ? value / unit : undefined;
    },
    unset: () => undefined,
    canonical: (value) => Math.round(value * unit),
    ...rest,
  };
}

/** Something that HostConfig says yes or no to. */
export function flag(key: KeysOf<boolean>, rest: Partial<Option<boolean>> = {}): Option<boolean> {
  return {
    fields: [`HostConfig.${key}`],
    default: "no",
    inPlace: "no",
    write: (value, { request }) => (request.HostConfig[key] = value),
    read: ({ hostConfig }) => hostConfig[key] ?? false,
    unset: () => false,
    ...rest,
  };
}

/** Texts whose order matters. */
export function list(key: KeysOf<readonly string[]>, rest: Partial<Option<string[]>> = {}): Option<string[]> {
  return {
    fields: [`HostConfig.${key}[]`],
    default: "none",
    inPlace: "no",
    write: (value, { request }) => (request.HostConfig[key] = value),
    read: ({ hostConfig }) => [...(hostConfig[key] ?? [])],
    unset: () => [],
    ...rest,
  };
}

/** Texts whose order does not matter, nor how often each stands there. */
export function set(key: KeysOf<readonly string[]>, rest: Partial<Option<string[]>> = {}): Option<string[]> {
  return list(key, { canonical: (value) => [...new Set(value)].sort(), ...rest });
}

/** Texts by name. */
export function map(
  key: KeysOf<Readonly<Record<string, string>>>,
  rest: Partial<Option<Record<string, string>>> = {},
): Option<Record<string, string>> {
  return {
    fields: [`HostConfig.${key}{}`],
    default: "none",
    inPlace: "no",
    write: (value, { request }) => (request.HostConfig[key] = value),
    read: ({ hostConfig }) => ({ ...hostConfig[key] }),
    unset: () => ({}),
    ...rest,
  };
}

/** Objects in any order, each in the API's form. */
export function rows<T, K extends Key>(
  key: K,
  form: {
    readonly toJson: (row: T) => Values[K] extends readonly (infer J)[] ? J : never;
    readonly fromJson: (json: Values[K] extends readonly (infer J)[] ? J : never) => T;
  },
  rest: Pick<Option<T[]>, "fields"> & Partial<Option<T[]>>,
): Option<T[]> {
  type Json = Values[K] extends readonly (infer J)[] ? J : never;
  return {
    default: "none",
    inPlace: "no",
    write: (value, { request }) => {
      request.HostConfig[key] = value.map(form.toJson) as unknown as HostConfigJson[K];
    },
    read: ({ hostConfig }) => ((hostConfig[key] ?? []) as Json[]).map(form.fromJson),
    unset: () => [],
    canonical: (value) => value.map((row) => JSON.stringify(form.toJson(row))).sort(),
    ...rest,
  };
}
