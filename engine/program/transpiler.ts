import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import type { Compiler } from "./compiler";
import { formatHost, hash, type CompilerOptions } from "./compiler";
import { TranspileError } from "./errors";
import type { JsonCache } from "./json-cache";

/** The module system that a file is written for, as Node decides it. */
export type ModuleFormat = "commonjs" | "module";

/** A file as JavaScript. */
interface Transpiled {
  readonly code: string;
  /** The source map, as JSON. */
  readonly map: string;
}

/**
 * Turns a program's TypeScript into JavaScript, file by file and without a type check, with the project's compiler
 * and its tsconfig.json. A file that did not change is not transpiled again, and costs no compiler.
 */
export class Transpiler {
  private options: CompilerOptions | undefined;
  private readonly maps = new Map<string, string | SourceMap>();

  constructor(
    private readonly compiler: Compiler,
    private readonly tsconfig: string,
    private readonly cache: JsonCache,
  ) {}

  /** @throws TranspileError with what the compiler says of the file's syntax */
  transpile(file: string, format: ModuleFormat): string {
    const source = readFileSync(file, "utf8");
    this.options ??= this.compiler.options(this.tsconfig, this.cache);
    const options = this.optionsFor(this.options, format);
    const name = hash(JSON.stringify([this.compiler.version, format, file, options, source]));
    const known = this.cache.read(name) as Transpiled | undefined;
    const transpiled = known ?? this.compile(file, source, options);
    if (known === undefined) this.cache.write(name, transpiled);
    this.maps.set(file, transpiled.map);
    return transpiled.code;
  }

  /** Where in the source a place of a transpiled file is; undefined for any other file. */
  originalPosition(file: string, line: number, column: number): { line: number; column: number } | undefined {
    const known = this.maps.get(file);
    if (known === undefined) return undefined;
    const map = typeof known === "string" ? new SourceMap(JSON.parse(known) as never) : known;
    this.maps.set(file, map);
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalLine" in entry) || entry.originalLine === undefined) return undefined;
    return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }

  private optionsFor(project: CompilerOptions, format: ModuleFormat): CompilerOptions {
    // What says where files lie has no meaning for one file alone.
    const { paths, baseUrl, outDir, rootDir, configFilePath, moduleResolution, ...options } = project;
    void [paths, baseUrl, outDir, rootDir, configFilePath, moduleResolution];
    return {
      target: es2020,
      ...options,
      ...moduleOptions(options, format, this.compiler.version),
      // As fields, properties such as `name!: Output<string>` would overwrite what the SDK's constructors set.
      useDefineForClassFields: options.useDefineForClassFields ?? false,
      declaration: false,
      composite: false,
      incremental: false,
      noEmit: false,
      emitDeclarationOnly: false,
      importHelpers: false,
      sourceMap: true,
      inlineSourceMap: false,
      inlineSources: true,
    };
  }

  private compile(file: string, source: string, compilerOptions: CompilerOptions): Transpiled {
    const ts = this.compiler.typescript;
    const result = ts.transpileModule(source, { fileName: file, compilerOptions, reportDiagnostics: true });
    const errors = (result.diagnostics ?? []).filter(
      ({ category, file: of }) => category === ts.DiagnosticCategory.Error && of !== undefined,
    );
    if (errors.length > 0) {
      throw new TranspileError(ts.formatDiagnostics(errors, formatHost(ts)).trim());
    }
    return {
      code: result.outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"),
      map: result.sourceMapText ?? "{}",
    };
  }
}

// The compiler's own numbers, so that a warm cache needs no compiler.
const es2020 = 7;
const commonjs = 1;
const esnext = 99;
const node16 = 100;
const nodenext = 199;
const react = 2;
const resolveAsNode = 99;

/** `import()` in CommonJS stays what it is under Node's own module kinds only. */
function moduleOptions(
  { module, jsx }: CompilerOptions,
  format: ModuleFormat,
  version: string,
): CompilerOptions {
  const kept: CompilerOptions = jsx === undefined ? { jsx: react } : {};
  if (format === "module") return { ...kept, module: esnext };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const knowsNode = major > 4 || (major === 4 && minor >= 7);
  const asked = module === undefined || module >= node16 ? nodenext : commonjs;
  return knowsNode && asked === nodenext
    ? { ...kept, module: nodenext, moduleResolution: resolveAsNode }
    : { ...kept, module: commonjs };
}
