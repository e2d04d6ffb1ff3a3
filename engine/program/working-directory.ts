import { ProgramError } from "./errors";

let current: { folder: string; runs: number; before: string } | undefined;

/**
 * Makes a folder the process's working directory while a program runs, as it is under Pulumi's CLI. Programs of the
 * same folder may run at once.
 *
 * @returns gives the former one back
 * @throws ProgramError if a program of another folder runs: a process has only one working directory
 */
export function enterFolder(folder: string): () => void {
  if (current !== undefined && current.folder !== folder) {
    throw new ProgramError(
      `a program in ${current.folder} is running in this process, and it has one working directory only: ` +
        `run the one in ${folder} after it, or in a process of its own`,
    );
  }
  if (current === undefined) {
    current = { folder, runs: 0, before: process.cwd() };
    process.chdir(folder);
  }
  current.runs++;
  return () => {
    if (current === undefined || --current.runs > 0) return;
    process.chdir(current.before);
    current = undefined;
  };
}
