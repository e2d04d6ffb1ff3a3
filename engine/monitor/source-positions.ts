import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { StackFrame } from "../state/resource-state";

/** Finds a place of generated code in its source; undefined where the code is the source. */
export type PositionMapper = (
  file: string,
  line: number,
  column: number,
) => { line: number; column: number } | undefined;

/** Writes places of a program as the state keeps them: `project:///index.ts#12,3`. */
export class SourcePositions {
  readonly #files = new Map<string, { readonly file: string; readonly path: string }>();

  constructor(
    private readonly rootFolder: string,
    private readonly toSource: PositionMapper = () => undefined,
  ) {}

  /** "" for a place that is not known. */
  describe(position: SourcePosition | undefined): string {
    if (position === undefined || !position.getUri().startsWith("file:")) return "";
    const { file, path } = this.#fileOf(position.getUri());
    const written = { line: position.getLine(), column: position.getColumn() };
    const { line, column } = this.toSource(file, written.line, written.column) ?? written;
    return `project:///${path}#${line}${column === 0 ? "" : `,${column}`}`;
  }

  /** Each of the few files of a program has many positions. */
  #fileOf(uri: string): { readonly file: string; readonly path: string } {
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const file = fileURLToPath(uri);
    const path = relative(this.rootFolder, file).split(sep).map(escapeSegment).join("/");
    this.#files.set(uri, { file, path });
    return { file, path };
  }

  /** The frames of what has loaded the program are left out: they say nothing of it. */
  describeStack(trace: StackTrace | undefined): StackFrame[] {
    const frames = trace?.getFramesList() ?? [];
    return frames
      .filter((frame) => !loaders.some((folder) => (frame.getPc()?.getUri() ?? "").startsWith(folder)))
      .map((frame) => ({ sourcePosition: this.describe(frame.getPc()) }));
  }
}

/** The engine, and the start of the command. */
const loaders = ["engine", "launch"].map((name) => pathToFileURL(join(__dirname, "../..", name) + sep).href);

/** Escapes as Go does in a URL's path, which leaves more as it is than JavaScript. */
function escapeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:40|24|26|2B|2C|3A|3B|3D)/g, decodeURIComponent);
}
