import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { EntryPoint } from "./entry-point";
import { ProgramError } from "./errors";
import { forgetModules } from "./fresh-modules";

/** `import()` that no compiler turns into `require`. */
const importModule = new Function("url", "return import(url)") as (
  url: string,
) => Promise<Record<string, unknown>>;

/** What a program exports; a function is called. */
export type ProgramExports = unknown;

let importCount = 0;

/**
 * Loads a program and runs it, always from the start: what an earlier run in this process has evaluated registers
 * nothing when it is only looked up again, and all that was not registered would be deleted.
 *
 * @returns what it exports: the stack's outputs
 */
export async function loadProgram(entry: EntryPoint): Promise<ProgramExports> {
  const exported = entry.loadBy === "import" ? await importEntry(entry.path) : requireEntry(entry.path);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}

async function importEntry(path: string): Promise<ProgramExports> {
  const fresh = importCount++ === 0 ? "" : `?run=${importCount}`;
  const exported = await importModule(pathToFileURL(path).href + fresh);
  if (!Object.hasOwn(exported, "default")) return exported;
  if (Object.keys(exported).length !== 1) {
    throw new ProgramError(
      "expected entrypoint module to have either a default export or named exports but not both",
    );
  }
  return exported["default"];
}

function requireEntry(path: string): ProgramExports {
  const require = createRequire(join(path, "index.js"));
  // With a trailing separator it is the folder, never a file of the same name beside it.
  const resolved = require.resolve(path === "" || path.endsWith(sep) ? path : resolveName(require, path));
  forgetModules(require.cache, resolved);
  return require(resolved) as ProgramExports;
}

function resolveName(require: NodeJS.Require, path: string): string {
  try {
    return require.resolve(path + sep);
  } catch {
    return path;
  }
}
