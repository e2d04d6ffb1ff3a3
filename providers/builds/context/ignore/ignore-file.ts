import { cleanPath } from "./clean-path";

/** The patterns of a `.dockerignore` file, an exception with its `!`, each as short as it can be said. */
export function parseIgnoreFile(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  return lines.flatMap((line) => {
    // A comment begins in the first column; after a space, `#` is the beginning of a name.
    const pattern = line.startsWith("#") ? "" : trimSpace(line);
    if (pattern === "") return [];
    if (!pattern.startsWith("!")) return [relative(pattern)];
    return [`!${relative(trimSpace(pattern.slice(1)))}`];
  });
}

/** A leading `/` means the context itself. */
function relative(pattern: string): string {
  if (pattern === "") return "";
  const clean = cleanPath(pattern);
  return clean.length > 1 && clean.startsWith("/") ? clean.slice(1) : clean;
}

const SPACE = "[\\t-\\r \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+";
const SPACE_AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");

/** Takes away what Go takes for white space, which is not what `trim` does. */
export function trimSpace(text: string): string {
  return text.replace(SPACE_AROUND, "");
}
