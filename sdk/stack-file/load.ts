import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { check } from "./check";
import { stackConfiguration, type Configuration } from "./configuration";
import { inOrder } from "./order";
import { problemText, StackFileError, type Problem } from "./problem";
import { readYaml } from "./read-yaml";
import { ruleProblems } from "./rules";
import { stackFileSchema } from "./read-schema";
import type { StackFile } from "./stack-file";

/**
 * Reads a stack file: its values, with those of the stack's configuration in their places, secret ones as secrets.
 * @param path relative to the program's folder
 * @throws StackFileError with a line for each mistake, and its line and column
 */
export function loadStackFile(path: string, configuration: Configuration = stackConfiguration): StackFile {
  const file = resolve(path);
  return parseStackFile(file, readText(file), configuration);
}

/** The same of a text; the path is for messages. */
export function parseStackFile(file: string, text: string, configuration: Configuration): StackFile {
  const yaml = readYaml(file, text);
  const { values, problems } = check(stackFileSchema(), yaml.values ?? {}, configuration);
  if (problems.length === 0) problems.push(...problemsOf(values as StackFile));
  if (problems.length > 0) {
    throw new StackFileError(
      file,
      problems.map((problem) => ({
        position: yaml.position(problem.path, problem.atKey === true ? "key" : "value"),
        text: problemText(problem),
      })),
    );
  }
  return values as StackFile;
}

/** What is wrong among the entries, each of which is right by itself. */
export function problemsOf(file: StackFile): Problem[] {
  return [...inOrder(file).problems, ...ruleProblems(file)];
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const text = `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new StackFileError(file, [{ position: { line: 1, column: 1 }, text }]);
  }
}
