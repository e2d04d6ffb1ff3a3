import { mkdir } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { Document, isMap } from "yaml";
import { writeAtomically } from "../atomic-file";
import {
  Encrypted,
  parseConfigPath,
  readConfigValue,
  valueAtPath,
  withoutValueAt,
  withValueAt,
  writeConfigValue,
  type ConfigValue,
} from "./config-value";
import { ConfigError, ProjectError } from "./project-error";
import { stackSettingsPath, type Project } from "./project";
import { readYaml } from "./read-yaml";

/** Whether a key is the name of a value, or a path into one. */
export interface KeyOptions {
  /** @default false */
  path?: boolean;
}

/** What Pulumi.<stack>.yaml says: the stack's configuration and what its secrets are encrypted with. */
export class StackSettings {
  private constructor(
    /** The file, which need not be there yet. */
    readonly file: string,
    private readonly project: string,
    private readonly document: Document,
  ) {}

  /** @throws ProjectError for a file that is no map, or that names environments of Pulumi's service */
  static async read(project: Project, stack: string): Promise<StackSettings> {
    const file = stackSettingsPath(project, stack);
    const document = (await readYaml(file)) ?? new Document({});
    if (document.contents === null) document.contents = document.createNode({}) as never;
    const settings = new StackSettings(file, project.name, document);
    if (document.has("environment")) {
      throw new ProjectError(
        `${file} has an environment, which Pulumi's service keeps and the embedded engine does not ask: ` +
          "put its values under config",
      );
    }
    const config = document.get("config");
    if (config !== undefined && config !== null && !isMap(config)) {
      throw new ProjectError(`${file}: config is no map`);
    }
    return settings;
  }

  /** What the passphrase's key is derived with; undefined until the first secret. */
  get encryptionSalt(): string | undefined {
    return this.#text("encryptionsalt");
  }

  set encryptionSalt(salt: string) {
    this.document.set("encryptionsalt", salt);
  }

  /** A provider of a cloud, where it is not the passphrase: `awskms://…`. */
  get secretsProvider(): string | undefined {
    return this.#text("secretsprovider");
  }

  /** All values by their full keys, `<namespace>:<name>`. */
  get config(): Readonly<Record<string, ConfigValue>> {
    const { config } = this.document.toJS() as { config?: Record<string, unknown> | null };
    const entries = Object.entries(config ?? {}).map(([key, value]) => [
      fullKey(key, this.project),
      readConfigValue(value),
    ]);
    return Object.fromEntries(entries) as Record<string, ConfigValue>;
  }

  /** A value; a key without a namespace is the project's. */
  get(key: string, options: KeyOptions = {}): ConfigValue | undefined {
    return valueAtKey(this.config, this.project, key, options);
  }

  /** Sets a value. Inside another one, texts that are numbers or booleans become such, as with the CLI. */
  set(key: string, value: ConfigValue, options: KeyOptions = {}): void {
    const [name, path] = splitKey(key, this.project, options);
    const old = this.config[name];
    const next = path.length > 0 && typeof value === "string" ? coerce(value) : value;
    // A plain value makes way for a map or list that is set into it.
    const base = path.length > 0 && (typeof old !== "object" || old instanceof Encrypted) ? undefined : old;
    this.#write(name, withValueAt(base, path, next, name));
  }

  /** Removes a value; it may be gone already. */
  remove(key: string, options: KeyOptions = {}): void {
    const [name, path] = splitKey(key, this.project, options);
    const old = this.config[name];
    if (old === undefined) return;
    if (path.length > 0) this.#write(name, withoutValueAt(old, path, name));
    else this.document.deleteIn(["config", this.#written(name)]);
  }

  /** Puts other values, by their full keys, in the place of all that there are. */
  replaceConfig(config: Readonly<Record<string, ConfigValue>>): void {
    const written = Object.entries(config).map(([key, value]) => [key, writeConfigValue(value)]);
    this.document.set("config", this.document.createNode(Object.fromEntries(written)));
  }

  /** Writes the file back, comments and all. */
  async save(): Promise<void> {
    const text =
      extname(this.file) === ".json"
        ? `${JSON.stringify(this.document.toJS(), undefined, 4)}\n`
        : this.document.toString({ lineWidth: 0 });
    await mkdir(dirname(this.file), { recursive: true });
    await writeAtomically(this.file, [Buffer.from(text)]);
  }

  #text(key: string): string | undefined {
    const value = this.document.get(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  #write(name: string, value: ConfigValue): void {
    if (!isMap(this.document.get("config"))) this.document.set("config", this.document.createNode({}));
    this.document.setIn(["config", this.#written(name)], this.document.createNode(writeConfigValue(value)));
  }

  /** The key as the file has it, which may be in the old form `<namespace>:config:<name>`. */
  #written(name: string): string {
    const { config } = this.document.toJS() as { config?: Record<string, unknown> | null };
    return Object.keys(config ?? {}).find((key) => fullKey(key, this.project) === name) ?? name;
  }
}

/** The value of a key, or at a path, in a configuration; undefined where there is none. @throws ConfigError */
export function valueAtKey(
  config: Readonly<Record<string, ConfigValue>>,
  project: string,
  key: string,
  options: KeyOptions = {},
): ConfigValue | undefined {
  const [name, path] = splitKey(key, project, options);
  const value = Object.hasOwn(config, name) ? config[name] : undefined;
  return value === undefined ? undefined : valueAtPath(value, path);
}

function splitKey(
  key: string,
  project: string,
  { path = false }: KeyOptions,
): [name: string, path: readonly (string | number)[]] {
  const end = path ? key.search(/[.[]/) : -1;
  const full = end > 0 ? fullKey(key.slice(0, end), project) + key.slice(end) : fullKey(key, project);
  if (!path) return [full, []];
  const colon = full.indexOf(":") + 1;
  const [name, ...rest] = parseConfigPath(full.slice(colon));
  return [full.slice(0, colon) + name, rest];
}

/** `<namespace>:<name>`; a key without a namespace is the project's. @throws ConfigError */
export function fullKey(key: string, project: string): string {
  const parts = key.split(":");
  if (parts.length === 1 && key !== "") return `${project}:${key}`;
  if (parts.length === 2) return key;
  if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
  throw new ConfigError(
    `${JSON.stringify(key)} is no key of a configuration: <namespace>:<name> was expected`,
  );
}

function coerce(text: string): ConfigValue {
  if (text === "true" || text === "false") return text === "true";
  const isNumber = /^(0|[+-]?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text));
  return isNumber ? Number(text) : text;
}
