import { readFile } from "node:fs/promises";
import { isMap, parseDocument, type Document } from "yaml";
import { ProjectError } from "./project-error";

/** A YAML file that keeps its comments when it is written back. JSON is YAML. */
export async function readYaml(path: string): Promise<Document | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new ProjectError(`${path} cannot be read: ${message}`, { cause });
  }
  const document = parseDocument(text, { merge: true });
  const problem = document.errors[0];
  if (problem !== undefined) {
    // The parser's message shows the line, which may hold a value that is nobody's business.
    const line = problem.linePos?.[0].line ?? "?";
    throw new ProjectError(
      `${path} is no valid YAML, line ${line}: ${problem.code.toLowerCase().replaceAll("_", " ")}`,
    );
  }
  if (document.contents !== null && !isMap(document.contents)) {
    throw new ProjectError(`${path} is no map of settings`);
  }
  return document;
}
