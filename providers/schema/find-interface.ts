import * as ts from "typescript";

/** An interface of a source file, with the checker that knows what it refers to. */
export interface FoundInterface {
  readonly declaration: ts.InterfaceDeclaration;
  readonly checker: ts.TypeChecker;
}

/** Finds an interface by its name. @throws Error if the file has none of it */
export function findInterface(file: string, name: string): FoundInterface {
  const program = programOf(file);
  const statements = program.getSourceFile(file)?.statements ?? [];
  return { declaration: interfaceNamed(statements, name, file), checker: program.getTypeChecker() };
}

/** A source file with all that it imports, to be looked at. */
export function programOf(file: string): ts.Program {
  return ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    types: [],
    noEmit: true,
  });
}

/** @param where what the error names @throws Error if there is none of that name */
export function interfaceNamed(
  statements: readonly ts.Statement[],
  name: string,
  where: string,
): ts.InterfaceDeclaration {
  const found = statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) throw new Error(`${where}: the interface ${name} is missing`);
  return found;
}
