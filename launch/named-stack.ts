import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The commands that work on a stack and do much else before they get to it. */
const commands = new Set(["up", "update", "preview", "refresh", "destroy"]);
const settings = /^Pulumi\.(?<stack>.+)\.ya?ml$/;

/**
 * The settings of the stack that a command line is about; undefined where it does not show which one that is, or
 * nothing is to be gained by knowing.
 *
 * @throws Error if the folder cannot be read
 */
export function settingsNamed(argv: readonly string[]): string | undefined {
  if (!commands.has(commandIn(argv) ?? "")) return undefined;
  const folder = resolve(valueOf(argv, "-C", "--cwd") ?? ".");
  const name = valueOf(argv, "-s", "--stack")?.split("/").at(-1);
  const files = readdirSync(folder).filter((file) => {
    const found = settings.exec(file)?.groups?.["stack"];
    return found !== undefined && (name === undefined || name === found);
  });
  const [file] = files;
  return file === undefined || files.length > 1 ? undefined : join(folder, file);
}

/** The first word, but for the folder, which may stand before it. */
function commandIn(argv: readonly string[]): string | undefined {
  const isFolder = (word: string | undefined): boolean => word === "-C" || word === "--cwd";
  return argv.find(
    (word, index) => !isFolder(word) && !word.startsWith("--cwd=") && !isFolder(argv[index - 1]),
  );
}

/** What follows an option, in any of the ways in which it may be written; if it is given twice, the last counts. */
function valueOf(argv: readonly string[], short: string, long: string): string | undefined {
  const at = argv.findLastIndex((word) => word === short || word === long || word.startsWith(`${long}=`));
  const word = argv[at];
  return word?.startsWith(`${long}=`) === true ? word.slice(long.length + 1) : word && argv[at + 1];
}
