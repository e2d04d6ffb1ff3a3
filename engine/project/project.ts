import { dirname, extname, join, resolve } from "node:path";
import { readDeclaration, type ConfigDeclaration } from "./config-type";
import { findProject } from "./find-project";
import { ProjectError } from "./project-error";
import { readYaml } from "./read-yaml";

/** What Pulumi.yaml says, as far as an engine looks at it. */
export interface Project {
  readonly name: string;
  readonly description: string | undefined;
  /** The project file, and its folder. */
  readonly file: string;
  readonly directory: string;
  readonly runtime: { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
  /** The program's entry, relative to the folder. */
  readonly main: string | undefined;
  /** Where the stacks' settings are. */
  readonly stackConfigDirectory: string;
  readonly backendUrl: string | undefined;
  /** Whether each operation begins with a refresh: `options.refresh: always`. */
  readonly refreshAlways: boolean;
  /** The versions of Pulumi with which its operations may be done: `requiredPulumiVersion`. */
  readonly requiredPulumiVersion: string | undefined;
  /** Where plugins are that are not looked for elsewhere; paths are absolute. */
  readonly providerPlugins: readonly PluginPath[];
  /** By key; without a namespace it is the project's. */
  readonly config: Readonly<Record<string, ConfigDeclaration>>;
}

/** `plugins.providers` has one for each. */
export interface PluginPath {
  readonly name: string;
  readonly version: string | undefined;
  readonly path: string;
}

/**
 * Reads the project of a folder or of the nearest one above it.
 *
 * @throws NoProjectError; ProjectError for a file that is no project
 */
export async function readProject(directory: string): Promise<Project> {
  return readProjectFile(await findProject(directory));
}

/** Reads a project file. @throws ProjectError */
export async function readProjectFile(file: string): Promise<Project> {
  const document = await readYaml(file);
  if (document === undefined) throw new ProjectError(`there is no ${file}`);
  const settings = (document.toJS() ?? {}) as Record<string, unknown>;
  const reader = new Settings(settings, file);
  const name = reader.text("name");
  if (!name) throw new ProjectError(`${file} has no name: give the project one`);
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    throw new ProjectError(
      `${file}: ${JSON.stringify(name)} cannot be a project's name: ` +
        "1 to 100 letters, digits, hyphens, underscores and full stops were expected",
    );
  }
  const folder = dirname(file);
  const { stackConfigDirectory, config } = readConfig(reader, name);
  return {
    name,
    description: reader.text("description"),
    file,
    directory: folder,
    runtime: readRuntime(reader),
    main: reader.text("main"),
    stackConfigDirectory: join(folder, stackConfigDirectory),
    backendUrl: reader.map("backend").text("url"),
    refreshAlways: reader.map("options").text("refresh") === "always",
    requiredPulumiVersion: reader.text("requiredPulumiVersion"),
    providerPlugins: reader
      .map("plugins")
      .maps("providers")
      .map((plugin) => readPlugin(plugin, folder)),
    config,
  };
}

/** The file of a stack's settings. */
export function stackSettingsPath(project: Project, stack: string): string {
  return join(project.stackConfigDirectory, `Pulumi.${stack}${extname(project.file)}`);
}

function readRuntime(reader: Settings): Project["runtime"] {
  const runtime = reader.value("runtime");
  if (typeof runtime === "string" && runtime !== "") return { name: runtime, options: {} };
  const map = reader.map("runtime");
  const name = map.text("name");
  if (!name) throw new ProjectError(`${reader.path} has no runtime: "runtime: nodejs" was expected`);
  return { name, options: (map.value("options") ?? {}) as Record<string, unknown> };
}

/** `config` used to be what stackConfigDir is; as a string it still is. */
function readConfig(
  reader: Settings,
  project: string,
): { stackConfigDirectory: string; config: Record<string, ConfigDeclaration> } {
  const config = reader.value("config");
  const directory = reader.text("stackConfigDir");
  if (typeof config === "string") {
    if (directory !== undefined)
      throw new ProjectError(`${reader.path} has both a config folder and a stackConfigDir`);
    return { stackConfigDirectory: config, config: {} };
  }
  const declared = Object.entries(reader.map("config").settings).map(([key, given]) => {
    const isOwn = !key.includes(":") || key.startsWith(`${project}:`);
    return [key, readDeclaration(key, given, isOwn)] as const;
  });
  return { stackConfigDirectory: directory ?? "", config: Object.fromEntries(declared) };
}

function readPlugin(plugin: Settings, folder: string): PluginPath {
  const [name, path] = [plugin.text("name"), plugin.text("path")];
  if (!name || !path) throw new ProjectError(`${plugin.path} needs a name and a path`);
  return { name, version: plugin.text("version"), path: resolve(folder, path) };
}

/** A map of the project file, read by what its keys have to be. */
class Settings {
  constructor(
    readonly settings: Record<string, unknown>,
    readonly path: string,
  ) {}

  value(key: string): unknown {
    return Object.hasOwn(this.settings, key) ? (this.settings[key] ?? undefined) : undefined;
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === "string") return value;
    throw new ProjectError(`${this.path}: ${key} is no text`);
  }

  map(key: string): Settings {
    const value = this.value(key) ?? {};
    if (typeof value !== "object" || Array.isArray(value)) {
      throw new ProjectError(`${this.path}: ${key} is no map`);
    }
    return new Settings(value as Record<string, unknown>, `${this.path}: ${key}`);
  }

  maps(key: string): Settings[] {
    const value = this.value(key) ?? [];
    if (!Array.isArray(value)) throw new ProjectError(`${this.path}: ${key} is no list`);
    return value.map((item, index) =>
      new Settings({ item: item as unknown }, `${this.path}: ${key}[${index}]`).map("item"),
    );
  }
}
