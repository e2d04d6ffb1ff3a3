import { readFile } from "node:fs/promises";

/** A fenced block of code. */
export interface CodeBlock {
  /** Where it begins, as `PATH:LINE`. */
  readonly place: string;
  /** The heading of the section that it stands in, empty before the first one. */
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of code of a Markdown file, in their order. */
export async function codeBlocks(file: string): Promise<readonly CodeBlock[]> {
  const text = await readFile(file, "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split("\n").length}`,
    section: [...text.slice(0, match.index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? "",
    language: match[1] ?? "",
    text: match[2] ?? "",
  }));
}
