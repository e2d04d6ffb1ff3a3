import * as ts from "typescript";

/** An interface of a source file, with the checker that knows what it refers to. */
export interface FoundInterface {
  readonly declaration: ts.InterfaceDeclaration;
  readonly checker: ts.TypeChecker;
}

/** Finds an interface by its name. @throws Error if the file has none of it */
export function findInterface(file: string, name: string): FoundInterface {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    types: [],
    noEmit: true,
  });
  const declaration = program
    .getSourceFile(file)
    ?.statements.find(
      (statement): statement is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(statement) && statement.name.text === name,
    );
  if (declaration === undefined) throw new Error(`${file}: the interface ${name} is missing`);
  return { declaration, checker: program.getTypeChecker() };
}
