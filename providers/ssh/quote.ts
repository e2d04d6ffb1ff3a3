import type { Command } from "./command";

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One word for a POSIX shell, whatever it holds. Throws on a NUL, which no argument can carry. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new RangeError("a command's argument cannot hold a NUL character");
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The text that a login shell splits into exactly these words. */
export function quoteAll(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

/** The same for what a command is about: after `--` where a program would take one for an option. */
export function quoteOperands(words: readonly string[]): string {
  return quoteAll(words.some((word) => word.startsWith("-")) ? ["--", ...words] : words);
}

/** The words of a command: a script becomes `sh -c SCRIPT`, whatever the user's login shell is. */
export function argvOf(command: Command): readonly string[] {
  return "script" in command ? ["/bin/sh", "-c", command.script] : command;
}
