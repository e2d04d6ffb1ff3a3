import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { CommandError } from "./errors";

/** What Pulumi.yaml says. */
export interface ProjectSettings {
  name: string;
  runtime: ProjectRuntimeInfo | ProjectRuntime;
  /** Where the program is. */
  main?: string;
  description?: string;
  author?: string;
  website?: string;
  license?: string;
  /** The folder of the stacks' settings. */
  config?: string;
  template?: ProjectTemplate;
  /** Where stacks are kept. */
  backend?: ProjectBackend;
}

/** A runtime with its options. */
export interface ProjectRuntimeInfo {
  name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
  options?: { [key: string]: any };
}

/** What programs are written in; the embedded engine runs those for Node.js. */
export type ProjectRuntime = "nodejs" | "go" | "python" | "dotnet";

/** What `pulumi new` makes of a project. */
export interface ProjectTemplate {
  description?: string;
  quickstart?: string;
  config?: { [key: string]: ProjectTemplateConfigValue };
  important?: boolean;
}

export interface ProjectTemplateConfigValue {
  description?: string;
  default?: string;
  secret?: boolean;
}

export interface ProjectBackend {
  url?: string;
}

/** What Pulumi.<stack>.yaml says. */
export interface StackSettings {
  secretsProvider?: string;
  encryptedKey?: string;
  encryptionSalt?: string;
  config?: { [key: string]: StackSettingsConfigValue };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
export type StackSettingsConfigValue = string | StackSettingsSecureConfigValue | any;

/** A secret, as a ciphertext. */
export interface StackSettingsSecureConfigValue {
  secure: string;
}

const extensions = [".yaml", ".yml", ".json"];

/** The names of the file, which writes them in lower case, and of the settings. */
const names: [written: string, name: string][] = [
  ["secretsprovider", "secretsProvider"],
  ["encryptedkey", "encryptedKey"],
  ["encryptionsalt", "encryptionSalt"],
];

/** Whether a folder has a project's settings. */
export function hasProjectSettings(folder: string): boolean {
  return find(folder, "Pulumi") !== undefined;
}

/** @throws CommandError if there are none */
export async function readProjectSettings(folder: string): Promise<ProjectSettings> {
  return (await read(folder, "Pulumi")) as unknown as ProjectSettings;
}

export function writeProjectSettings(folder: string, settings: ProjectSettings): Promise<void> {
  return write(folder, "Pulumi", settings as unknown as Settings);
}

/** @throws CommandError if there are none */
export async function readStackSettings(folder: string, stackName: string): Promise<StackSettings> {
  const written = await read(folder, fileOf(stackName));
  return renamed(written, new Map(names)) as StackSettings;
}

export function writeStackSettings(
  folder: string,
  stackName: string,
  settings: StackSettings,
): Promise<void> {
  const written = new Map(names.map(([name, own]) => [own, name]));
  return write(folder, fileOf(stackName), renamed({ ...settings }, written));
}

type Settings = Record<string, unknown>;

function fileOf(stackName: string): string {
  return `Pulumi.${stackName.split("/").at(-1) ?? stackName}`;
}

function find(folder: string, name: string): string | undefined {
  return extensions.map((extension) => join(folder, name + extension)).find((path) => existsSync(path));
}

async function read(folder: string, name: string): Promise<Settings> {
  const path = find(folder, name);
  if (path === undefined) {
    throw new CommandError(`there are no settings ${name}.yaml in ${folder}: save them first`);
  }
  // JSON is YAML.
  return (parse(await readFile(path, "utf8")) ?? {}) as Settings;
}

async function write(folder: string, name: string, settings: Settings): Promise<void> {
  const path = find(folder, name) ?? join(folder, `${name}.yaml`);
  const text = path.endsWith(".json") ? JSON.stringify(settings, undefined, 4) : stringify(settings);
  await writeFile(path, text);
}

function renamed(settings: Settings, names: ReadonlyMap<string, string>): Settings {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [names.get(key) ?? key, value]));
}
