import { statSync } from "node:fs";
import { resolve } from "node:path";
import { privateFolder } from "../private-folder";
import { Compiler } from "../program/compiler";
import { findEntryPoint } from "../program/entry-point";
import { EntryPointError } from "../program/errors";
import { JsonCache } from "../program/json-cache";
import { findSdkFolder, loadSdk } from "../program/sdk";
import { Transpiler } from "../program/transpiler";
import type { OperationProject, ProgramSource } from "./operation";
import type { PreparedProgram } from "./program-run";

/** How a program is to be prepared. */
export interface ProgramChoice {
  readonly source: ProgramSource;
  readonly typeCheck: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Told of what the project says and is not so. */
  readonly warn: (message: string) => void;
}

/**
 * Finds a program, and loads the SDK that it uses unless it runs in a process of its own.
 *
 * @throws EntryPointError, SdkError
 */
export function prepareProgram(project: OperationProject, choice: ProgramChoice): PreparedProgram {
  const { environment, source, warn } = choice;
  if (typeof source === "function") {
    // A function brings the SDK that its module has loaded; all copies share the store.
    const sdk = loadSdk(__dirname);
    return { kind: "inline", sdk, call: source, folder: folderOf(project), typeCheck: undefined };
  }
  const { runtime = "nodejs" } = project;
  if (runtime !== "nodejs") {
    throw new EntryPointError(
      `the project's runtime is ${JSON.stringify(runtime)}, and the embedded engine runs programs for "nodejs": ` +
        "run this one by the Pulumi CLI",
    );
  }
  const entry = findEntryPoint(project, warn);
  const { folder } = entry;
  const tsconfig = resolve(folder, environment["PULUMI_NODEJS_TSCONFIG_PATH"] ?? "tsconfig.json");
  const typeCheck = choice.typeCheck ? { tsconfig } : undefined;
  const typescript = project.runtimeOptions["typescript"] !== false;
  if (source === "child") {
    const sdk = { folder: findSdkFolder(folder) };
    const nodeArguments = words(project.runtimeOptions["nodeargs"]);
    return { kind: "child", sdk, entry, folder, typeCheck, typescript, nodeArguments, environment };
  }
  const sdk = loadSdk(folder);
  if (!typescript) return { kind: "project", sdk, entry, folder, typeCheck, transpiler: undefined };
  const cache = new JsonCache(privateFolder("transpiled", environment));
  const transpiler = new Transpiler(new Compiler(folder, sdk.folder), tsconfig, cache);
  return { kind: "project", sdk, entry, folder, typeCheck, transpiler };
}

/** Where the relative paths of a function begin: `main`, if that is a folder. */
export function folderOf({ folder, main = "" }: OperationProject): string {
  const path = resolve(folder, main);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : folder;
}

/** `runtime.options.nodeargs`: a text, or a list. */
function words(given: unknown): string[] {
  if (Array.isArray(given)) return given.map(String);
  return typeof given === "string" ? given.split(/\s+/).filter((word) => word !== "") : [];
}
