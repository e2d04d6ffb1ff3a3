import Module from "node:module";
import { sep } from "node:path";
import { currentStore } from "./current-run";
import type { SdkStore } from "./seam";
import type { Transpiler } from "./transpiler";

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
