import { relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** Where something stands in a stack file: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a stack file. The reason says no value: it may come from a secret. */
export interface Problem {
  readonly path: Path;
  readonly reason: string;
  /** Whether the key is wrong, not its value. @default false */
  readonly atKey?: boolean;
}

/** A stack file that cannot be used; the message has a line for each problem, with its line and column. */
export class StackFileError extends pulumi.RunError {
  override readonly name = "StackFileError";

  constructor(
    /** Path of the file. */
    readonly file: string,
    readonly problems: readonly { readonly position: Position; readonly text: string }[],
  ) {
    const near = relative(process.cwd(), file);
    const shown = near.startsWith("..") ? file : near;
    const sorted = [...problems].sort(
      (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
    );
    super(
      sorted.map(({ position, text }) => `${shown}:${position.line}:${position.column}: ${text}`).join("\n"),
    );
  }
}

/** `apps.web.ports[0]`; a key that is no plain word in quotes. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const isWord = /^[\w-]+$/.test(part);
      return isWord ? `${index === 0 ? "" : "."}${part}` : `[${JSON.stringify(part)}]`;
    })
    .join("");
}

/** A problem as one line of text. */
export function problemText({ path, reason }: Problem): string {
  return path.length === 0 ? reason : `${formatPath(path)} ${reason}`;
}
