import { parsePropertyPath, type PropertyPath } from "../values";
import { ConfigError } from "./project-error";

/** A value of a stack's configuration, secrets as their ciphertexts. */
export type ConfigValue =
  | null
  | boolean
  | number
  | string
  | readonly ConfigValue[]
  | Encrypted
  | { readonly [key: string]: ConfigValue };

/** A text that is encrypted; in the file it is `secure: <ciphertext>`. */
export class Encrypted {
  constructor(readonly ciphertext: string) {}
}

/** A value from a stack's settings. */
export function readConfigValue(json: unknown): ConfigValue {
  if (Array.isArray(json)) return json.map(readConfigValue);
  if (typeof json === "bigint") return String(json);
  if (typeof json !== "object" || json === null) return json as ConfigValue;
  const entries = Object.entries(json);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "secure" && typeof only[1] === "string")
    return new Encrypted(only[1]);
  return Object.fromEntries(entries.map(([key, value]) => [key, readConfigValue(value)]));
}

/** A value as the file has it. */
export function writeConfigValue(value: ConfigValue): unknown {
  if (value instanceof Encrypted) return { secure: value.ciphertext };
  if (isList(value)) return value.map(writeConfigValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writeConfigValue(member)]));
}

/** Whether a secret is anywhere in the value. */
export function holdsSecret(value: ConfigValue): boolean {
  if (value instanceof Encrypted) return true;
  if (isList(value)) return value.some(holdsSecret);
  return isRecord(value) && Object.values(value).some(holdsSecret);
}

/** The value in plain, its keys sorted, as the CLI hands it on. */
export function decryptValue(value: ConfigValue, decrypt: (ciphertext: string) => string): unknown {
  if (value instanceof Encrypted) return decrypt(value.ciphertext);
  if (isList(value)) return value.map((element) => decryptValue(element, decrypt));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, decryptValue(member, decrypt)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The same value with each secret replaced. */
export async function mapSecrets(
  value: ConfigValue,
  map: (secret: Encrypted) => Promise<Encrypted>,
): Promise<ConfigValue> {
  if (value instanceof Encrypted) return map(value);
  if (isList(value)) return Promise.all(value.map((element) => mapSecrets(element, map)));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    async ([key, member]) => [key, await mapSecrets(member, map)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** A key's path; its first element is the key. @throws ConfigError */
export function parseConfigPath(text: string): readonly [key: string, ...rest: PropertyPath] {
  const path = parsePropertyPath(text);
  const key = path?.[0];
  if (path === undefined || typeof key !== "string" || key === "") {
    throw new ConfigError(
      `${JSON.stringify(text)} is no path of a configuration value: key.name or key[0] was expected`,
    );
  }
  return [key, ...path.slice(1)];
}

/** The value at a path inside another; undefined where there is none. */
export function valueAtPath(value: ConfigValue, path: PropertyPath): ConfigValue | undefined {
  const [element, ...rest] = path;
  if (element === undefined) return value;
  const member = memberOf(value, element);
  return member === undefined ? undefined : valueAtPath(member, rest);
}

/** The same value with another one at a path; what leads there is made. @throws ConfigError */
export function withValueAt(
  value: ConfigValue | undefined,
  path: PropertyPath,
  next: ConfigValue,
  where = "the value",
): ConfigValue {
  const [element, ...rest] = path;
  if (element === undefined) return next;
  const inside = `${where}${typeof element === "number" ? `[${element}]` : `.${element}`}`;
  if (typeof element === "number") {
    const list = isList(value ?? null) ? (value as readonly ConfigValue[]) : undefined;
    if (list === undefined && hasContent(value))
      throw new ConfigError(`${where} is no list: ${inside} cannot be set`);
    const elements = [...(list ?? [])];
    if (element < 0 || element > elements.length) {
      throw new ConfigError(`${inside} is out of range: the list has ${elements.length} elements`);
    }
    elements[element] = withValueAt(elements[element], rest, next, inside);
    return elements;
  }
  const map = isRecord(value ?? null) ? (value as Readonly<Record<string, ConfigValue>>) : undefined;
  if (map === undefined && hasContent(value))
    throw new ConfigError(`${where} is no map: ${inside} cannot be set`);
  const member = Object.hasOwn(map ?? {}, element) ? map?.[element] : undefined;
  return checked({ ...map, [element]: withValueAt(member, rest, next, inside) }, inside);
}

/** The same value without what is at a path. @throws ConfigError */
export function withoutValueAt(value: ConfigValue, path: PropertyPath, where = "the value"): ConfigValue {
  const [element, ...rest] = path;
  const member = element === undefined ? undefined : memberOf(value, element);
  if (element === undefined || member === undefined) return value;
  const inside = `${where}${typeof element === "number" ? `[${element}]` : `.${element}`}`;
  if (isList(value)) {
    return value.flatMap((item, index) => {
      if (index !== element) return [item];
      return rest.length === 0 ? [] : [withoutValueAt(item, rest, inside)];
    });
  }
  const entries = Object.entries(value as object) as [string, ConfigValue][];
  const kept = entries.flatMap(([key, item]): [string, ConfigValue][] => {
    if (key !== element) return [[key, item]];
    return rest.length === 0 ? [] : [[key, withoutValueAt(item, rest, inside)]];
  });
  return checked(Object.fromEntries(kept), inside);
}

/** A map of nothing but a text named `secure` would be read as a ciphertext. */
function checked(map: Readonly<Record<string, ConfigValue>>, where: string): ConfigValue {
  if (Object.keys(map).length === 1 && typeof map.secure === "string") {
    throw new ConfigError(`${where}: a map with the single key "secure" is reserved for secrets`);
  }
  return map;
}

function memberOf(value: ConfigValue, element: string | number): ConfigValue | undefined {
  if (isList(value)) return typeof element === "number" ? value[element] : undefined;
  if (!isRecord(value) || typeof element !== "string") return undefined;
  return Object.hasOwn(value, element) ? value[element] : undefined;
}

function hasContent(value: ConfigValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

function isRecord(value: ConfigValue): value is { readonly [key: string]: ConfigValue } {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Encrypted)
  );
}
