import { join } from "node:path";
import { findInterface } from "./find-interface";
import { jsonSchema, type JsonSchema } from "./json-schema";
import { TypeReader } from "./read-types";

/** Path of the plan's types, from a file of this folder. */
export const planSource = join(__dirname, "..", "..", "sdk", "plan", "plan.ts");

/**
 * The JSON schema of plans, read from the interface `Plan` and those that it is made of.
 * @param file path of sdk/plan/plan.ts
 */
export function readPlan(file: string): JsonSchema {
  const { declaration, checker } = findInterface(file, "Plan");
  const reader = new TypeReader(checker);
  const spec = reader.interfaceSpec(declaration);
  return jsonSchema(spec, reader.types, { title: "A plan of Moorage", isInterpolated: false });
}
