import type { Failure } from "./failure";

/** How a command ends, in the numbers of Pulumi's CLI where it has one for the same. */
export const EXIT = {
  done: 0,
  /** It could not be done. */
  failed: 1,
  /** The command line is wrong, or a question had to be asked and there is nobody to answer. */
  usage: 2,
  /** The passphrase is missing or wrong. */
  passphrase: 3,
  noStack: 6,
  /** Changes, where --expect-no-changes says that there must be none. */
  changes: 7,
  /** Ctrl-C, or a question that was answered with no. */
  canceled: 8,
  /** Ctrl-C for the second time. */
  stopped: 130,
} as const;

/** The codes of errors that are told by their names, as this module is loaded before any of their classes. */
const CODES: Readonly<Record<string, number>> = {
  InvalidStackNameError: EXIT.usage,
  StackNotFoundError: EXIT.noStack,
  NoStackChosenError: EXIT.noStack,
  MissingPassphraseError: EXIT.passphrase,
  WrongPassphraseError: EXIT.passphrase,
};

/** The exit code of what ended a command, or of what led to that. */
export function exitCodeOf(error: Error & Partial<Pick<Failure, "exitCode">>): number {
  const code = error.exitCode ?? CODES[error.name];
  if (code !== undefined) return code;
  return error.cause instanceof Error ? exitCodeOf(error.cause) : EXIT.failed;
}

export const exitCodesHelp = `
Exit codes: 0 done · 1 it could not be done, and the message says why · 2 the command line is wrong, or nobody is there
to answer a question · 3 the passphrase is missing or wrong · 6 there is no such stack`;

export const operationExitCodesHelp = `${exitCodesHelp} · 7 there are changes where
--expect-no-changes says that there must be none · 8 canceled · 130 stopped at once`;

export const remoteExitCodesHelp = `
Exit codes: the remote command's own · 255 it could not be run, or the connection broke, and the message says why ·
2 the command line is wrong`;
