import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { PluginNotFoundError } from "./errors";
import type { PluginSpec } from "./provider-registry";
import { compareVersions, parseVersion, type Version } from "./version";

/** Where plugins are looked for, in this order. */
export interface PluginPlaces {
  /** `plugins.providers` of Pulumi.yaml; paths are absolute. */
  readonly project: readonly ProjectPlugin[];
  /** The folders of PATH; undefined where plugins on it are to be ignored. */
  readonly path: string | undefined;
  /** Pulumi's own folder of installed plugins: `~/.pulumi/plugins`. */
  readonly installed: string;
  /** Finds the SDK's folder, which brings the provider of dynamic resources. */
  readonly sdk: () => string | undefined;
}

export interface ProjectPlugin {
  readonly name: string;
  readonly path: string;
  readonly version?: string | undefined;
}

/**
 * Finds a plugin's program as Pulumi's CLI does: the project's own, one on PATH whatever its version, or an installed
 * one of exactly the version. Without a version it is the newest installed; nothing is ever downloaded.
 *
 * @throws PluginNotFoundError
 */
export function findPlugin(spec: PluginSpec, places: PluginPlaces): string {
  const file = `pulumi-resource-${spec.name}`;
  return (
    projectPlugin(spec, places.project, file) ??
    onPath(file, places.path) ??
    sdkPlugin(spec, places.sdk, file) ??
    installedPlugin(spec, places.installed, file) ??
    missing(spec, places)
  );
}

function projectPlugin(
  spec: PluginSpec,
  plugins: readonly ProjectPlugin[],
  file: string,
): string | undefined {
  const found = plugins.find(
    ({ name, version }) =>
      name === spec.name && (version === undefined || spec.version === undefined || version === spec.version),
  );
  if (found === undefined) return undefined;
  const program = join(found.path, file);
  if (existsSync(program)) return program;
  throw new PluginNotFoundError(
    `Pulumi.yaml has the provider ${spec.name} in ${found.path}, but there is no ${file} in it: ` +
      "build the provider, or correct plugins.providers",
  );
}

function onPath(file: string, path: string | undefined): string | undefined {
  const folders = path?.split(delimiter).filter((folder) => folder !== "") ?? [];
  return folders.map((folder) => resolve(folder, file)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function sdkPlugin({ name }: PluginSpec, sdk: PluginPlaces["sdk"], file: string): string | undefined {
  const folder = name === "pulumi-nodejs" ? sdk() : undefined;
  return folder === undefined ? undefined : [join(folder, file)].find(existsSync);
}

interface InstalledPlugin {
  readonly folder: string;
  readonly version: Version | undefined;
}

function installedPlugin(spec: PluginSpec, folder: string, file: string): string | undefined {
  const candidates = installedPlugins(spec.name, folder);
  const wanted = spec.version === undefined ? undefined : parseVersion(spec.version);
  const chosen =
    wanted === undefined
      ? candidates.reduce<InstalledPlugin | undefined>(better, undefined)
      : (candidates.find(({ version }) => version !== undefined && compareVersions(version, wanted) === 0) ??
        candidates.find(({ version }) => version === undefined));
  return chosen && join(folder, chosen.folder, file);
}

/** A folder is named `resource-<name>-v<version>`; one without its plugin, or half installed, is none. */
function installedPlugins(name: string, folder: string): InstalledPlugin[] {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  return entries
    .filter((entry) => entry === `resource-${name}` || entry.startsWith(`resource-${name}-v`))
    .map((entry) => ({
      folder: entry,
      version: parseVersion(entry.slice(`resource-${name}-`.length)),
    }))
    .filter(
      ({ folder: entry, version }) =>
        (version !== undefined || entry === `resource-${name}`) &&
        !existsSync(join(folder, `${entry}.partial`)) &&
        existsSync(join(folder, entry, `pulumi-resource-${name}`)),
    );
}

/** The newest release; a version before its release only if there is nothing else. */
function better(best: InstalledPlugin | undefined, next: InstalledPlugin): InstalledPlugin {
  if (best?.version === undefined) return best !== undefined && next.version === undefined ? best : next;
  if (next.version === undefined) return best;
  const [bestIsPre, nextIsPre] = [best.version.pre.length > 0, next.version.pre.length > 0];
  if (bestIsPre !== nextIsPre) return bestIsPre ? next : best;
  return compareVersions(next.version, best.version) > 0 ? next : best;
}

function missing({ name, version }: PluginSpec, places: PluginPlaces): never {
  const others = installedPlugins(name, places.installed).flatMap((plugin) => plugin.version?.text ?? []);
  const wanted = version === undefined ? name : `${name} ${version}`;
  throw new PluginNotFoundError(
    `the plugin of the provider ${wanted} is not there: neither Pulumi.yaml's plugins.providers nor PATH nor ` +
      `${places.installed} has it${others.length === 0 ? "" : ` (installed: ${others.join(", ")})`}. ` +
      `Install it with \`pulumi plugin install resource ${version === undefined ? name : `${name} v${version}`}\`, ` +
      `or put pulumi-resource-${name} on PATH`,
  );
}
