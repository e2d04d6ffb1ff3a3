import { join } from "node:path";
import * as ts from "typescript";
import { jsonSchema, type JsonSchema } from "./json-schema";
import { TypeReader } from "./read-types";

/** Path of the plan's types, from a file of this folder. */
export const planSource = join(__dirname, "..", "..", "sdk", "plan", "plan.ts");

/**
 * The JSON schema of plans, read from the interface `Plan` and those that it is made of.
 * @param file path of sdk/plan/plan.ts
 */
export function readPlan(file: string): JsonSchema {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    types: [],
    noEmit: true,
  });
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === "Plan",
  );
  if (declaration === undefined) throw new Error(`${file}: the interface Plan is missing`);
  const reader = new TypeReader(program.getTypeChecker());
  const spec = reader.interfaceSpec(declaration);
  return jsonSchema(spec, reader.types, { title: "A plan of Moorage", isInterpolated: false });
}
