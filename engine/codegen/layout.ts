/** How long a list or map may be on one line. */
const LINE = 80;

/** A list or map of expressions, on one line where it is short. */
export function bracketed(open: "{" | "[", items: readonly string[]): string {
  const close = open === "{" ? "}" : "]";
  if (items.length === 0) return open + close;
  const line = open === "{" ? `{ ${items.join(", ")} }` : `[${items.join(", ")}]`;
  if (line.length <= LINE && !line.includes("\n")) return line;
  return [open, ...items.map((item) => `${indented(item)},`), close].join("\n");
}

/** A key as a literal map has it. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
