import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Compiler } from "../program/compiler";
import { findEntryPoint } from "../program/entry-point";
import { JsonCache } from "../program/json-cache";
import type { Program } from "../program/run-program";
import type { Sdk } from "../program/sdk";
import { Transpiler } from "../program/transpiler";
import type { OperationProject } from "./operation";

/**
 * The program of a project, ready to run.
 *
 * @param warn is told of what the project says and is not so
 * @throws EntryPointError
 */
export function projectProgram(
  project: OperationProject,
  sdk: Sdk,
  environment: NodeJS.ProcessEnv,
  warn: (message: string) => void,
): Extract<Program, { entry: unknown }> {
  const entry = findEntryPoint(project, warn);
  if (project.runtimeOptions["typescript"] === false) return { entry };
  const compiler = new Compiler(entry.folder, sdk.folder);
  const cache = new JsonCache(join(cacheFolder(environment), "transpiled"));
  return { entry, transpiler: new Transpiler(compiler, tsconfigOf(entry.folder, environment), cache) };
}

/** The TypeScript settings that the CLI would take. */
export function tsconfigOf(folder: string, environment: NodeJS.ProcessEnv): string {
  return resolve(folder, environment["PULUMI_NODEJS_TSCONFIG_PATH"] ?? "tsconfig.json");
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "moorage");
}
