import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

export const repository = join(__dirname, "..");

/** Where the bench keeps what it makes: inside the repository, so that what is compiled finds its modules. */
export const folder = join(repository, ".moorage/bench");

/** The environment variable with the file in which each process of a counted plugin leaves its id. */
export const PROCESSES_VARIABLE = "MOORAGE_BENCH_PROCESSES";

/** A plugin under the name that Pulumi looks for, which counts its processes. */
export interface CountedPlugin {
  /** The folder that holds it. */
  readonly folder: string;
  /** The executable behind it. */
  readonly executable: string;
}

/** The plugin as it is built. */
export async function builtPlugin(): Promise<CountedPlugin> {
  return counted("moorage", join(repository, "dist/bin/pulumi-resource-moorage"));
}

/** The plugin that does nothing. */
export async function nullPlugin(): Promise<CountedPlugin> {
  return counted("null", await compileAlone("null-plugin.ts"));
}

/** Compiles one file of the bench to an executable, so that it starts as quickly as its imports do. */
export async function compileAlone(path: string): Promise<string> {
  const source = await readFile(join(__dirname, path), "utf8");
  const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.CommonJS };
  const executable = join(folder, path.replaceAll("/", "-").replace(/\.ts$/, ".js"));
  await mkdir(folder, { recursive: true });
  await writeExecutable(
    executable,
    `#!/usr/bin/env node\n${transpileModule(source, { compilerOptions }).outputText}`,
  );
  return executable;
}

async function counted(name: string, executable: string): Promise<CountedPlugin> {
  const place = join(folder, "plugins", name);
  await mkdir(place, { recursive: true });
  const lines = ["#!/bin/sh", `echo $$ >>"$${PROCESSES_VARIABLE}"`, `exec '${executable}' "$@"`, ""];
  await writeExecutable(join(place, "pulumi-resource-moorage"), lines.join("\n"));
  return { folder: place, executable };
}

async function writeExecutable(path: string, content: string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o755);
}
