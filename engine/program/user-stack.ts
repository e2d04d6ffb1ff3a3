import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Where in the source a place of a file is that ran; undefined where it is the same place. */
export type OriginalPosition = (
  file: string,
  line: number,
  column: number,
) => { readonly line: number; readonly column: number } | undefined;

/** What runs a program: its frames, as those of Node, tell nothing of the program. */
const OWN = ["engine", "launch"].map((folder) => join(__dirname, "../..", folder) + sep);
/** What calls a program, or a callback of it: the SDK, and what of Node is not left out anyway. */
const CALLERS = [`${sep}node_modules${sep}@pulumi${sep}`, "node:"];

const FRAME = /^ {4}at (?:.* \()?(?<place>[^()]+?):(?<line>\d+):(?<column>\d+)\)?$/;

/**
 * An error's stack as the program's author reads it: places are those of the source, and what called the program is
 * left out.
 */
export function userStack({ name, message }: Error, stack: string, original: OriginalPosition): string {
  const [first = ""] = message.split("\n");
  // Node puts a line of the compiled program before it.
  const begin = Math.max(0, stack.indexOf(first === "" ? name : `${name}: ${first}`));
  const lines = stack
    .slice(begin)
    .split("\n")
    .flatMap((line) => frameOf(line, original));
  const last = lines.findLastIndex(
    (line) => FRAME.test(line) && !CALLERS.some((each) => line.includes(each)),
  );
  return (last < 0 ? lines : lines.slice(0, last + 1)).join("\n");
}

function frameOf(text: string, original: OriginalPosition): string[] {
  const { place, line, column } = FRAME.exec(text)?.groups ?? {};
  if (place === undefined || line === undefined || column === undefined) return [text];
  const file = place.startsWith("file:") ? fileURLToPath(place) : place;
  if (file.startsWith("node:internal/") || OWN.some((folder) => file.startsWith(folder))) return [];
  const there = original(file, Number(line), Number(column));
  if (file === place && there === undefined) return [text];
  const { line: ofSource, column: inSource } = there ?? { line, column };
  return [text.replace(`${place}:${line}:${column}`, `${file}:${ofSource}:${inSource}`)];
}
