import * as ts from "typescript";
import { SourceError } from "./source-error";

/** A doc comment: its text, and its tags by name. */
export interface Doc {
  readonly text: string;
  readonly tags: ReadonlyMap<string, string>;
}

const propertyTags = [
  "default",
  "secret",
  "replace",
  "integer",
  "minimum",
  "maximum",
  "pattern",
  "deprecated",
] as const;

/**
 * The doc comment of a property. Its tags may stand anywhere in the text, several in a line.
 * @throws SourceError on a missing comment and on an unknown or repeated tag
 */
export function propertyDoc(node: ts.Node, owner: string): Doc {
  const [text = "", ...parts] = comment(node, owner).split(/(?:^|\s)@(?=[a-z])/);
  const tags = new Map<string, string>();
  for (const part of parts) {
    const [, name = "", value = ""] = /^([a-z]+)\s*(.*)$/s.exec(part) ?? [];
    if (!propertyTags.some((known) => known === name)) {
      throw new SourceError(node, owner, `unknown tag @${name}; known are ${propertyTags.join(", ")}`);
    }
    if (tags.has(name)) throw new SourceError(node, owner, `@${name} stands twice`);
    tags.set(name, oneLine(value));
  }
  return { text: oneLine(text), tags };
}

/** The doc comment of an interface or a class as Markdown, its `@example`s as code. */
export function typeDoc(node: ts.Node, owner: string): string {
  const [text = "", ...examples] = comment(node, owner).split(/^@example\b/m);
  const blocks = examples.map((example) => {
    const [title = "", ...code] = example.split("\n");
    const heading = title.trim() === "" ? "" : `${title.trim()}:\n\n`;
    return `${heading}\`\`\`typescript\n${code.join("\n").trim()}\n\`\`\``;
  });
  return [oneLine(text), ...blocks].join("\n\n");
}

function comment(node: ts.Node, owner: string): string {
  const doc = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  if (doc === undefined) throw new SourceError(node, owner, "has no doc comment");
  const lines = doc.getText().slice("/**".length, -"*/".length).split("\n");
  return lines
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}

/** Text without line breaks, and `{@link X}` as `X`. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .replaceAll(/\s+/g, " ")
    .trim();
}
