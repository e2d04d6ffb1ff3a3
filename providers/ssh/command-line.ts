import type { Command } from "./command";
import { argvOf, quoteAll } from "./quote";

export interface LineOptions {
  /** Written to stderr with the process id as soon as the command runs; nothing else may contain it. */
  readonly marker: string;
  /** Whether something is sent to the command. If not, it reads an end at once. */
  readonly hasStdin: boolean;
  /** Run it as root; undefined for as the user who logs in. */
  readonly sudo?: { readonly hasPassword: boolean } | undefined;
}

// The messages of programs are read by us and shown to people: always in one language.
const LOCALE = ["env", "LC_ALL=C"];

/**
 * The line that sshd gives to the user's login shell. It tells by the marker that sudo and the login shell are
 * through, and as which process the command runs: sshd passes no signal on to root's processes.
 */
export function commandLine(command: Command, options: LineOptions): string {
  const { marker, hasStdin, sudo } = options;
  const start = `printf '%s %s\\n' "$0" "$$" >&2; exec "$@"${hasStdin ? "" : " </dev/null"}`;
  return quoteAll([
    ...LOCALE,
    ...(sudo === undefined ? [] : sudoWords(marker, sudo.hasPassword)),
    ...["/bin/sh", "-c", start, marker],
    ...argvOf(command),
  ]);
}

function sudoWords(marker: string, hasPassword: boolean): string[] {
  // Without -k a cached ticket makes sudo read no password, which then reaches the command as its input.
  const flags = hasPassword ? ["-k", "-S", "-p", prompt(marker)] : ["-n"];
  return ["sudo", ...flags, "--"];
}

/** What sudo asks with, told apart from anything else by the marker. */
export function prompt(marker: string): string {
  return `${marker}?`;
}
