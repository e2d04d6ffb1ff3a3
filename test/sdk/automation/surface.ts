import { join } from "node:path";
import * as ts from "typescript";

const repository = join(__dirname, "../../..");

/** Modules that are compiled together, which takes a while. */
export interface Compiled {
  /** The names of a module's exports, and of what is in each: `Stack`, `Stack.up`, `UpOptions.target`. */
  surfaceOf(file: string): ReadonlySet<string>;
  /** What is wrong with a module's types. */
  errorsIn(file: string): string[];
}

/** Compiles modules; the texts of some, by their paths, stand for what is on disk. */
export function compile(files: readonly string[], texts: ReadonlyMap<string, string>): Compiled {
  const { config } = ts.readConfigFile(join(repository, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const parsing = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(config, parsing, repository);
  const settings: ts.CompilerOptions = { ...options, noEmit: true };
  const host = ts.createCompilerHost(settings);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...more) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, target, ...more)
      : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram([...files, ...texts.keys()], settings, host);
  return {
    surfaceOf: (file) => surfaceOf(program, file),
    errorsIn: (file) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  };
}

function surfaceOf(program: ts.Program, file: string): ReadonlySet<string> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is no module`);
  const names = new Set<string>();
  for (const symbol of checker.getExportsOfModule(module)) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    names.add(symbol.name);
    for (const member of membersOf(target, checker)) names.add(`${symbol.name}.${member}`);
  }
  return names;
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const { Class, Interface, TypeAlias } = ts.SymbolFlags;
  if (!(symbol.flags & (Class | Interface | TypeAlias))) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  // A union of texts has the members of every text, which tell nothing.
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
  const statics = symbol.flags & Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [...type.getProperties(), ...statics].filter(isPublic).map(({ name }) => name);
}

function isPublic(member: ts.Symbol): boolean {
  const { Private, Protected } = ts.ModifierFlags;
  if (member.name === "prototype" || member.name.startsWith("__")) return false;
  const { declarations = [] } = member;
  return !declarations.some(
    (declaration) => ts.getCombinedModifierFlags(declaration) & (Private | Protected),
  );
}
