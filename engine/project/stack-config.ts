import type { Crypter } from "../secrets";
import { isOfType, typeName, type ConfigDeclaration } from "./config-type";
import {
  decryptValue,
  holdsSecret,
  parseConfigPath,
  readConfigValue,
  valueAtPath,
  withValueAt,
  type ConfigValue,
} from "./config-value";
import type { Project } from "./project";
import { ConfigError } from "./project-error";
import { fullKey, type StackSettings } from "./stack-settings";

/** The configuration that a program and its providers see. */
export interface StackConfig {
  /** By full key; maps, lists, numbers and booleans are JSON. In plain: it goes to the program, nowhere else. */
  readonly values: Readonly<Record<string, string>>;
  /** The keys whose values are secret, wholly or in part. */
  readonly secretKeys: readonly string[];
  /** The secrets themselves, those within maps and lists each for itself. */
  readonly secrets: readonly string[];
  /** By full key, with ciphertexts: for the history. */
  readonly encrypted: Readonly<Record<string, ConfigValue>>;
}

/** Gives the key when the configuration has a secret. */
export type Unlock = () => Promise<Crypter>;

/**
 * A stack's configuration with the project's defaults.
 *
 * @param command that sets values, for messages
 * @throws ConfigError for values that are missing, or not of the type that the project declares; all at once
 */
export async function stackConfig(
  project: Project,
  stack: string,
  settings: StackSettings,
  unlock: Unlock,
  command = "pulumi",
): Promise<StackConfig> {
  const { config: encrypted, missing } = withDefaults(project, settings.config);
  if (missing.length > 0) {
    throw new ConfigError(
      `the stack ${stack} is missing the configuration of ${missing.map((key) => JSON.stringify(key)).join(", ")}: ` +
        missing.map((key) => `set it with \`${command} config set ${key} <value>\``).join(", "),
    );
  }
  const secretKeys = Object.keys(encrypted).filter((key) => holdsSecret(encrypted[key] ?? null));
  const crypter = secretKeys.length > 0 ? await unlock() : undefined;
  const secrets = new Set<string>();
  const decrypt = (ciphertext: string) => {
    const secret = crypter?.decrypt(ciphertext) ?? "";
    secrets.add(secret);
    return secret;
  };
  checkTypes(project, stack, encrypted, decrypt);
  const values = Object.entries(encrypted).map(([key, value]) => [key, textOf(decryptValue(value, decrypt))]);
  return {
    values: Object.fromEntries(values) as Record<string, string>,
    secretKeys,
    secrets: [...secrets],
    encrypted,
  };
}

/** A stack's configuration with the project's defaults, as it is listed: nothing is decrypted, checked or required. */
export function listedConfig(
  project: Project,
  settings: StackSettings,
): Readonly<Record<string, ConfigValue>> {
  return withDefaults(project, settings.config).config;
}

/** What a stack's configuration says without any secret, as programs and providers get it: key to text. */
export function plainConfig(project: Project, settings: StackSettings): Readonly<Record<string, string>> {
  const plain = Object.entries(listedConfig(project, settings)).filter(([, value]) => !holdsSecret(value));
  return Object.fromEntries(plain.map(([key, value]) => [key, textOf(decryptValue(value, () => ""))]));
}

interface Defaulted {
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** The project's keys that have neither a value nor a default. */
  readonly missing: readonly string[];
}

function withDefaults(project: Project, config: Defaulted["config"]): Defaulted {
  let merged = config;
  const missing: string[] = [];
  for (const [key, declaration] of declarations(project)) {
    if (declaredValue(merged, key, project) !== undefined) continue;
    const standard = declaration.default ?? declaration.value;
    if (standard !== undefined) merged = withDeclared(merged, key, project, defaultValue(standard));
    else if (fullKey(topOf(key), project.name).startsWith(`${project.name}:`)) missing.push(key);
  }
  return { config: merged, missing };
}

function checkTypes(
  project: Project,
  stack: string,
  config: Readonly<Record<string, ConfigValue>>,
  decrypt: (ciphertext: string) => string,
): void {
  const problems = declarations(project).flatMap(([key, { type, items, secret }]) => {
    const value = declaredValue(config, key, project);
    if (type === undefined || value === undefined) return [];
    if (secret && !holdsSecret(value))
      return [`${JSON.stringify(key)} must be a secret: set it with --secret`];
    if (isOfType(decryptValue(value, decrypt), type, items)) return [];
    return [`${JSON.stringify(key)} must be of the type ${typeName(type, items)}`];
  });
  if (problems.length > 0)
    throw new ConfigError(`the stack ${stack}'s configuration: ${problems.join("; ")}`);
}

function declarations(project: Project): [string, ConfigDeclaration][] {
  return Object.entries(project.config).sort(([left], [right]) => (left < right ? -1 : 1));
}

function topOf(key: string): string {
  return key.split(/[.[]/, 1)[0] ?? key;
}

function split(key: string, project: Project): [name: string, path: readonly (string | number)[]] {
  const full = key.includes(":") ? fullKey(key, project.name) : `${project.name}:${key}`;
  const colon = full.indexOf(":") + 1;
  const [name, ...path] = parseConfigPath(full.slice(colon));
  return [full.slice(0, colon) + name, path];
}

function declaredValue(
  config: Readonly<Record<string, ConfigValue>>,
  key: string,
  project: Project,
): ConfigValue | undefined {
  const [name, path] = split(key, project);
  const value = Object.hasOwn(config, name) ? config[name] : undefined;
  return value === undefined ? undefined : valueAtPath(value, path);
}

function withDeclared(
  config: Readonly<Record<string, ConfigValue>>,
  key: string,
  project: Project,
  value: ConfigValue,
): Readonly<Record<string, ConfigValue>> {
  const [name, path] = split(key, project);
  return { ...config, [name]: withValueAt(config[name], path, value, name) };
}

/** Simple defaults are texts, as all simple values of a configuration are. */
function defaultValue(value: unknown): ConfigValue {
  return typeof value === "object" ? readConfigValue(value) : String(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
