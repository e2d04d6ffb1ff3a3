/**
 * A text with its paragraphs broken anew where they are wider than a terminal. What is indented, as examples and lists
 * are, stays as it is.
 * @param columns the terminal's; undefined for none
 */
export function fitted(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text.replaceAll(/^\S.*(?:\n\S.*)*/gm, (paragraph) =>
    paragraph.split("\n").some((line) => line.length > columns)
      ? broken(paragraph.split(/\s+/), columns)
      : paragraph,
  );
}

function broken(words: readonly string[], columns: number): string {
  const lines = [""];
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}
