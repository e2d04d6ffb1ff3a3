import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { EntryPointError } from "./errors";

/** What is loaded to run a program, and how. */
export interface EntryPoint {
  /** A file, or a folder with an index file. */
  readonly path: string;
  /** `import` for an ES module, `require` for all else, as package.json's `type` says. */
  readonly loadBy: "import" | "require";
  /** The folder that relative paths of the program are relative to. */
  readonly folder: string;
}

interface PackageJson {
  readonly type?: string;
  readonly main?: string;
  readonly exports?: string | Record<string, unknown>;
}

/**
 * Finds what to run, as Pulumi's Node.js host does: Pulumi.yaml's `main`; else `exports` or `main` of package.json;
 * else the folder's index file.
 *
 * @param project the folder of Pulumi.yaml, and its `main`
 * @param warn is told of an entry that is named and not there
 * @throws EntryPointError
 */
export function findEntryPoint(
  project: { readonly folder: string; readonly main?: string | undefined },
  warn: (message: string) => void,
): EntryPoint {
  const main = resolve(project.folder, project.main ?? ".");
  if (!existsSync(main)) {
    throw new EntryPointError(
      `main in Pulumi.yaml is ${JSON.stringify(project.main)}, but there is no ${main}: correct it, or create the file`,
    );
  }
  const isFolder = statSync(main).isDirectory();
  const folder = isFolder ? main : dirname(main);
  const found = findPackage(folder);
  const path = isFolder ? (packageEntry(found, main, warn) ?? main) : main;
  if (statSync(path).isDirectory() && !hasIndex(path)) {
    throw new EntryPointError(
      `there is no program in ${path}: index.ts, index.js, "main" in package.json or "main" in Pulumi.yaml was expected`,
    );
  }
  return {
    path: found?.json.type === "module" ? indexOf(path) : path,
    loadBy: found?.json.type === "module" ? "import" : "require",
    folder,
  };
}

interface FoundPackage {
  readonly folder: string;
  readonly json: PackageJson;
}

function findPackage(from: string): FoundPackage | undefined {
  const file = join(from, "package.json");
  if (existsSync(file)) return { folder: from, json: readJson(file) };
  const parent = dirname(from);
  return parent === from ? undefined : findPackage(parent);
}

function readJson(file: string): PackageJson {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  } catch (cause) {
    throw new EntryPointError(`${file} is not valid JSON`, { cause });
  }
}

function packageEntry(
  found: FoundPackage | undefined,
  fallback: string,
  warn: (message: string) => void,
): string | undefined {
  const entry = found && namedEntry(found.json);
  if (found === undefined || entry === undefined) return undefined;
  const path = isAbsolute(entry) ? entry : join(found.folder, entry);
  if (existsSync(path)) return path;
  warn(`Could not find entry point '${entry}' specified in package.json; using '${fallback}' instead`);
  return undefined;
}

function namedEntry({ exports, main }: PackageJson): string | undefined {
  if (typeof exports === "string") return exports;
  if (exports === undefined) return main;
  const root = exports["."];
  if (typeof root !== "object" || root === null) return typeof root === "string" ? root : undefined;
  const { default: otherwise, require, import: esm } = root as Record<string, unknown>;
  return [otherwise, require, esm].find((entry) => typeof entry === "string");
}

const indexFiles = ["index.js", "index.mjs", "index.ts", "index.mts"];

function hasIndex(folder: string): boolean {
  return [...indexFiles, "index.json", "index.node", "index.cjs", "index.tsx"].some((file) =>
    existsSync(join(folder, file)),
  );
}

/** An ES module is a file: Node resolves no folder for `import`. */
function indexOf(path: string): string {
  if (!statSync(path).isDirectory()) return path;
  const index = indexFiles.find((file) => existsSync(join(path, file)));
  if (index === undefined) throw new EntryPointError(`No entrypoint found in ${path}`);
  return join(path, index);
}
