import Module from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";
import type { KeptModule } from "./archive";
import { isSame, stampOf, type Stamp } from "./stamps";

type Wrapper = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  filename: string,
  folder: string,
) => void;

/** Node's loader, whose parts have no public types. */
const loader = Module as unknown as {
  wrap(content: string): string;
  readonly wrapper: readonly string[];
  readonly _extensions: NodeJS.Require["extensions"];
  readonly _cache: NodeJS.Require["cache"];
  _resolveFilename(request: string, parent: NodeJS.Module, isMain: boolean, options?: object): string;
  _resolveLookupPaths(request: string, parent: NodeJS.Module): string[] | null;
};

/** CommonJS modules as V8 has compiled them, those of former processes and those of this one. */
export class CompiledModules {
  readonly #compiled = new Map<string, { stamp: Stamp; source: string; script: Script }>();
  readonly #used = new Set<string>();

  constructor(private readonly kept: ReadonlyMap<string, KeptModule>) {}

  /** Whether something was compiled that is not kept yet. */
  get isNew(): boolean {
    return this.#compiled.size > 0;
  }

  /** Runs a module from what is kept of it. @returns false if it has to be read */
  run(module: NodeJS.Module, filename: string): boolean {
    const known = this.kept.get(filename);
    if (known === undefined || !isSame(known.stamp, stampOf(filename))) return false;
    const script = scriptOf(known.source, filename, known.code);
    if (script.cachedDataRejected === true) return false;
    this.#used.add(filename);
    execute(script, module, filename);
    return true;
  }

  /** Compiles a module and runs it. @returns false for what cannot be kept, or is no CommonJS */
  compile(module: NodeJS.Module, content: string, filename: string): boolean {
    // Node 20 does not find the way back to its loader from code that was kept.
    if (/\bimport\s*\(\s*[^)\s]/.test(content)) return false;
    const source = loader.wrap(content);
    let script: Script;
    try {
      script = scriptOf(source, filename);
    } catch {
      // Node tells in its own words what is wrong, or takes it for an ES module.
      return false;
    }
    this.#compiled.set(filename, { stamp: stampOf(filename), source, script });
    execute(script, module, filename);
    return true;
  }

  /** All that is worth to be kept, with the functions that were compiled only when they were called. */
  all(): Map<string, KeptModule> {
    const modules = new Map<string, KeptModule>();
    for (const [filename, { stamp, source, script }] of this.#compiled) {
      modules.set(filename, { stamp, source, code: script.createCachedData() });
    }
    for (const [filename, module] of this.kept) {
      if (modules.has(filename)) continue;
      if (this.#used.has(filename) || isSame(module.stamp, stampOf(filename))) modules.set(filename, module);
    }
    return modules;
  }
}

function scriptOf(source: string, filename: string, cachedData?: Buffer): Script {
  return new Script(source, {
    filename,
    // So that places in the first line are those of the file.
    columnOffset: -(loader.wrapper[0]?.length ?? 0),
    cachedData,
  });
}

function execute(script: Script, module: NodeJS.Module, filename: string): void {
  const wrapper = script.runInThisContext() as Wrapper;
  Reflect.apply(wrapper, module.exports, [
    module.exports,
    requireOf(module),
    module,
    filename,
    dirname(filename),
  ]);
}

/** `require` as Node makes it for a module. */
function requireOf(module: NodeJS.Module): NodeJS.Require {
  const require = (request: string): unknown => module.require(request);
  const resolve = (request: string, options?: object): string =>
    loader._resolveFilename(request, module, false, options);
  resolve.paths = (request: string): string[] | null => loader._resolveLookupPaths(request, module);
  return Object.assign(require, {
    resolve,
    main: process.mainModule,
    extensions: loader._extensions,
    cache: loader._cache,
  });
}
