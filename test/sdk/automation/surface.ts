import { join } from "node:path";
import * as ts from "typescript";

/** The names of an entry's exports, and of what is in each: `Stack`, `Stack.up`, `UpOptions.target`. */
export function surfaceOf(file: string): ReadonlySet<string> {
  const settings: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
    typeRoots: [join(__dirname, "../../../node_modules/@types")],
  };
  const program = ts.createProgram([file], settings);
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
  // A union of texts has the members of every text, which tell nothing.
  const isShape =
    (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0;
  if (!isShape) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
  const statics = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [...type.getProperties(), ...statics].filter(isPublic).map(({ name }) => name);
}

function isPublic(member: ts.Symbol): boolean {
  const isHidden = (declaration: ts.Declaration): boolean => {
    const flags = ts.getCombinedModifierFlags(declaration);
    return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
  };
  if (member.name === "prototype" || member.name.startsWith("__")) return false;
  return !(member.declarations ?? []).some(isHidden);
}
