import Module from "node:module";
import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { privateFolder } from "../engine/private-folder";
import { readArchive, writeArchive, type Archive } from "./archive";
import { CompiledModules } from "./compiled-modules";
import { Resolutions, type Asker } from "./resolutions";
import { Stamps } from "./stamps";

/** Node's loader, whose hooks have no public names. */
const loader = Module as unknown as {
  _resolveFilename(request: string, asker: Asker | undefined, isMain: boolean, options?: object): string;
  readonly _extensions: Record<string, (module: NodeJS.Module, filename: string) => void>;
  readonly prototype: {
    _compile(this: NodeJS.Module, content: string, filename: string, ...more: unknown[]): unknown;
  };
};

const nothing: Archive = { modules: new Map(), resolutions: new Map(), witnesses: new Map() };
const installation = dirname(__dirname) + sep;
/** How many archives are kept, for other commands, installations and versions of Node. */
const mostArchives = 24;

/**
 * From now on, installed modules are taken from where the last such process has left them, found and compiled: that is
 * half of what a short command does. What has changed meanwhile is read anew; where nothing can be kept, nothing is.
 *
 * @param purpose which processes load much the same
 */
export function keepModules(purpose: string, environment: NodeJS.ProcessEnv = process.env): void {
  const folder = mayKeep(environment) ? privateFolder("modules", environment) : undefined;
  if (folder === undefined) return;
  const file = join(folder, nameOf(purpose, environment));
  const { modules, resolutions: found, witnesses } = readArchive(file) ?? nothing;
  const compiled = new CompiledModules(modules);
  const resolutions = new Resolutions(found, witnesses, new Stamps());
  hookResolution(resolutions);
  hookCompilation(compiled);
  process.on("exit", (code) => {
    // Whoever failed or was interrupted waits for nothing more.
    if (code !== 0 || !(compiled.isNew || resolutions.isNew)) return;
    try {
      const [all, on] = resolutions.all();
      writeArchive(file, { modules: compiled.all(), resolutions: all, witnesses: on });
      removeOldest(folder);
    } catch {
      // The next process tries again.
    }
  });
}

/** Coverage and other loaders want the modules themselves; and Node has a name for who wants no such cache. */
function mayKeep({ NODE_V8_COVERAGE, NODE_DISABLE_COMPILE_CACHE }: NodeJS.ProcessEnv): boolean {
  return !NODE_V8_COVERAGE && !NODE_DISABLE_COMPILE_CACHE && process.versions["pnp"] === undefined;
}

/** Other flags find and compile otherwise. */
function nameOf(
  purpose: string,
  { NODE_OPTIONS = "", NODE_PRESERVE_SYMLINKS = "" }: NodeJS.ProcessEnv,
): string {
  const { arch, execArgv, version } = process;
  const parts = [purpose, installation, version, arch, execArgv, NODE_OPTIONS, NODE_PRESERVE_SYMLINKS];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

function hookResolution(resolutions: Resolutions): void {
  const resolve = loader._resolveFilename.bind(loader);
  loader._resolveFilename = (request, asker, isMain, options) => {
    if (asker?.paths === undefined || isMain || options !== undefined || Module.isBuiltin(request)) {
      return resolve(request, asker, isMain, options);
    }
    const known = resolutions.find(request, asker);
    if (known !== undefined) return known;
    const file = resolve(request, asker, isMain, options);
    if (isInstalled(file)) resolutions.add(request, asker, file);
    return file;
  };
}

function hookCompilation(compiled: CompiledModules): void {
  const { _compile: compile } = loader.prototype;
  const load = loader._extensions[".js"];
  if (load === undefined) return;
  loader._extensions[".js"] = (module, filename) => {
    // Whoever has given this one module another compiler gets to use it.
    if (Object.hasOwn(module, "_compile") || !compiled.run(module, filename)) load(module, filename);
  };
  loader.prototype._compile = function (content, filename, ...more) {
    const isOurs = isInstalled(filename) && (more[0] === undefined || more[0] === "commonjs");
    if (isOurs && compiled.compile(this, content, filename)) return undefined;
    return compile.call(this, content, filename, ...more);
  };
}

/** The user's own modules change, and there are few of them. */
function isInstalled(filename: string): boolean {
  const isPart = filename.startsWith(installation) || filename.includes(`${sep}node_modules${sep}`);
  return isPart && /\.c?js$/.test(filename);
}

function removeOldest(folder: string): void {
  const age = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const names = readdirSync(folder).map((name) => ({ name, age: age(name) }));
  for (const { name } of names.sort((one, other) => other.age - one.age).slice(mostArchives)) {
    rmSync(join(folder, name), { force: true });
  }
}
