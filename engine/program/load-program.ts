import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { breakable } from "./breakable";
import type { EntryPoint } from "./entry-point";
import { ProgramError } from "./errors";
import { forgetModules } from "./fresh-modules";
import type * as imports from "./import-modules";
import type { Transpiler } from "./transpiler";
import { currentTranspiler } from "./typescript-modules";

/** What only programs need that are ES modules. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const importing = () => require("./import-modules") as typeof imports;

/** What a program exports; a function is called. */
export type ProgramExports = unknown;

/**
 * Loads a program and runs it, always from the start: what an earlier run in this process has evaluated registers
 * nothing when it is only looked up again, and all that was not registered would be deleted.
 *
 * @param onInterrupt breaks off at SIGINT what a program does before it first waits, and is told so
 * @returns what it exports: the stack's outputs
 */
export async function loadProgram(
  entry: EntryPoint,
  onInterrupt: (() => void) | undefined,
): Promise<ProgramExports> {
  const call = <T>(run: () => T): T => (onInterrupt === undefined ? run() : breakable(run, onInterrupt));
  const exported =
    entry.loadBy === "import"
      ? await importEntry(entry, currentTranspiler())
      : call(() => requireEntry(entry.path));
  return typeof exported === "function" ? call(exported as () => unknown) : exported;
}

async function importEntry(entry: EntryPoint, transpiler: Transpiler | undefined): Promise<ProgramExports> {
  const require = createRequire(entry.path);
  // CommonJS modules that an ES module imports are kept apart from those, by their file alone.
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(entry.folder + sep)) forgetModules(require.cache, file);
  }
  const exported = await importing().importAnew(entry.path, transpiler);
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
