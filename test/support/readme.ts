import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The blocks of code under one heading of the README, in their order. */
export async function readmeBlocks(heading: string): Promise<readonly CodeBlock[]> {
  const readme = await readFile(join(__dirname, "../../README.md"), "utf8");
  const [, section] = readme.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`the README has no section "${heading}"`);
  const [text = ""] = section.split("\n## ");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    text: code,
  }));
}
