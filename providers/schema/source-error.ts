import { relative } from "node:path";
import type { Node } from "typescript";

/** The sources say something that has no place in the schema. Names file, interface and property. */
export class SourceError extends Error {
  override readonly name = "SourceError";

  constructor(node: Node, owner: string, problem: string) {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    super(`${relative(process.cwd(), file.fileName)}:${line + 1}: ${owner}: ${problem}`);
  }
}
