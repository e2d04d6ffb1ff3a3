import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import type { StackFrame } from "../state/resource-state";

/** Finds a place of generated code in its source; undefined where the code is the source. */
export type PositionMapper = (
  file: string,
  line: number,
  column: number,
) => { line: number; column: number } | undefined;

/** Writes places of a program as the state keeps them: `project:///index.ts#12,3`. */
export class SourcePositions {
  constructor(
    private readonly rootFolder: string,
    private readonly toSource: PositionMapper = () => undefined,
  ) {}

  /** "" for a place that is not known. */
  describe(position: SourcePosition | undefined): string {
    if (position === undefined || !position.getUri().startsWith("file:")) return "";
    const file = fileURLToPath(position.getUri());
    const written = { line: position.getLine(), column: position.getColumn() };
    const { line, column } = this.toSource(file, written.line, written.column) ?? written;
    const path = relative(this.rootFolder, file).split(sep).join("/");
    const url = new URL(`project:///${path.split("/").map(encodeURIComponent).join("/")}`);
    return `${url.href}#${line}${column === 0 ? "" : `,${column}`}`;
  }

  describeStack(trace: StackTrace | undefined): StackFrame[] {
    return trace?.getFramesList().map((frame) => ({ sourcePosition: this.describe(frame.getPc()) })) ?? [];
  }
}
