import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as typescript from "typescript";
import { TranspileError } from "./errors";
import type { JsonCache } from "./json-cache";

type TypeScript = typeof typescript;

/** What `compilerOptions` of a tsconfig.json and of those that it extends come to. */
export type CompilerOptions = typescript.CompilerOptions;

/** The project's own TypeScript, or the old one that comes with the SDK. It is loaded only when it has work to do. */
export class Compiler {
  readonly version: string;
  private readonly file: string;
  private library: TypeScript | undefined;

  constructor(programFolder: string, sdkFolder: string) {
    const { version, file } = ownTypeScript(programFolder) ?? vendored(sdkFolder);
    this.version = version;
    this.file = file;
  }

  get typescript(): TypeScript {
    this.library ??= createRequire(this.file)(this.file) as TypeScript;
    if (typeof this.library.transpileModule !== "function") {
      throw new TranspileError(
        `TypeScript ${this.version} in ${this.file} has no transpileModule, by which the engine reads programs: ` +
          "install typescript 5 in the project (`npm install --save-dev typescript@5`)",
      );
    }
    return this.library;
  }

  /**
   * The compiler's options for a program. They are read without the compiler where none of the files changed.
   *
   * @throws TranspileError if the file, or one that it extends, cannot be read
   */
  options(tsconfig: string, cache: JsonCache): CompilerOptions {
    if (!existsSync(tsconfig)) return {};
    const name = `tsconfig-${hash(`${this.version}\n${tsconfig}`)}`;
    const known = cache.read(name) as CachedOptions | undefined;
    if (known !== undefined && isUnchanged(known.files)) return known.options;
    const read = this.readOptions(tsconfig);
    cache.write(name, read);
    return read.options;
  }

  private readOptions(tsconfig: string): CachedOptions {
    const ts = this.typescript;
    const files: Record<string, string> = {};
    const readFile = (path: string): string | undefined => {
      const text = ts.sys.readFile(path);
      if (text !== undefined) files[path] = hash(text);
      return text;
    };
    const { config, error } = ts.readConfigFile(tsconfig, readFile) as {
      config?: unknown;
      error?: typescript.Diagnostic;
    };
    const host = { ...ts.sys, readFile, readDirectory: () => [] };
    const { options, errors } = ts.parseJsonConfigFileContent(config, host, dirname(tsconfig));
    const noInputs = 18003;
    const fatal = [error, ...errors].find((each) => each !== undefined && each.code !== noInputs);
    if (fatal !== undefined) throw new TranspileError(ts.formatDiagnostic(fatal, formatHost(ts)).trim());
    return { files, options };
  }
}

interface CachedOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly options: CompilerOptions;
}

function isUnchanged(files: Readonly<Record<string, string>>): boolean {
  return Object.entries(files).every(([path, known]) => {
    try {
      return hash(readFileSync(path, "utf8")) === known;
    } catch {
      return false;
    }
  });
}

/** How diagnostics name files: relative to where the user is. */
export function formatHost(ts: TypeScript): typescript.FormatDiagnosticsHost {
  return {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getNewLine: () => "\n",
  };
}

interface CompilerFile {
  readonly version: string;
  readonly file: string;
}

function ownTypeScript(programFolder: string): CompilerFile | undefined {
  const require = createRequire(join(programFolder, "index.js"));
  try {
    const { version } = JSON.parse(readFileSync(require.resolve("typescript/package.json"), "utf8")) as {
      version: string;
    };
    return { version, file: require.resolve("typescript") };
  } catch {
    return undefined;
  }
}

function vendored(sdkFolder: string): CompilerFile {
  const version = "3.8.3";
  return { version, file: join(sdkFolder, "vendor", `typescript@${version}`, "typescript.js") };
}

/** A short name for a text that no other text has. */
export function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
