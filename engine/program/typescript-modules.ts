import { existsSync, readFileSync } from "node:fs";
import Module from "node:module";
import { dirname, join, sep } from "node:path";
import { currentStore } from "./current-run";
import type { SdkStore } from "./seam";
import type { ModuleFormat, Transpiler } from "./transpiler";

type Extensions = Record<string, (module: CompilableModule, filename: string) => void>;
interface CompilableModule {
  _compile(code: string, filename: string): void;
}
const extensions = (Module as unknown as { _extensions: Extensions })._extensions;

const transpilers = new WeakMap<SdkStore, Transpiler>();

/** From now on, `require` reads TypeScript for this run. What others require is not touched. */
export function requireTypeScript(store: SdkStore, transpiler: Transpiler): void {
  transpilers.set(store, transpiler);
  for (const extension of [".ts", ".tsx", ".cts"]) hook(extension);
}

/** The transpiler of the run that this code works for. */
export function currentTranspiler(): Transpiler | undefined {
  const store = currentStore();
  return store && transpilers.get(store);
}

const hooked = new Set<unknown>();

function hook(extension: string): void {
  const former = extensions[extension];
  // Another one, such as ts-node's, may have taken the place since.
  if (former !== undefined && hooked.has(former)) return;
  const load: Extensions[string] = (module, filename) => {
    const transpiler = currentTranspiler();
    if (transpiler === undefined || filename.includes(`${sep}node_modules${sep}`)) {
      (former ?? extensions[".js"])?.(module, filename);
    } else {
      module._compile(transpiler.transpile(filename, "commonjs"), filename);
    }
  };
  hooked.add(load);
  extensions[extension] = load;
}

const formats = new Map<string, ModuleFormat>();

/** The module system of a TypeScript file: its ending says it, or `type` of the nearest package.json. */
export function formatOf(file: string): ModuleFormat {
  if (/\.mts$/.test(file)) return "module";
  if (/\.cts$/.test(file)) return "commonjs";
  return formatOfFolder(dirname(file));
}

function formatOfFolder(folder: string): ModuleFormat {
  const known = formats.get(folder);
  if (known !== undefined) return known;
  const manifest = join(folder, "package.json");
  const parent = dirname(folder);
  let format: ModuleFormat = "commonjs";
  if (existsSync(manifest)) {
    const { type } = JSON.parse(readFileSync(manifest, "utf8")) as { type?: string };
    format = type === "module" ? "module" : "commonjs";
  } else if (parent !== folder) {
    format = formatOfFolder(parent);
  }
  formats.set(folder, format);
  return format;
}
