/** Says in one line what the set-up is about to install, build or start, so that a slow first run is no riddle. */
export function announce(line: string): void {
  process.stderr.write(`[setup] ${line}\n`);
}
