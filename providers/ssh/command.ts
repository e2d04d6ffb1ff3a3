/** A script for the remote `/bin/sh`, taken as it is: whoever writes one quotes what they put into it. */
export interface ShellScript {
  readonly script: string;
  /** What errors call it, as in "reading the facts on web-1 failed …". */
  readonly title: string;
}

/** What to run: a program with its arguments, each quoted for the shell by `quote.ts`, or a script made by `shell`. */
export type Command = readonly [program: string, ...args: string[]] | ShellScript;

/** Marks a text as a script for `/bin/sh` on the machine, e.g. ``shell(`ls ${quote(path)} | wc -l`, "counting")``. */
export function shell(script: string, title = "a script"): ShellScript {
  return { script, title };
}

/** What messages call a command: never its arguments, which may say more than a log should. */
export function titleOf(command: Command): string {
  return "script" in command ? command.title : command[0];
}
