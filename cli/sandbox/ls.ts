import { painter } from "../colour";
import type { Terminal } from "../terminal";
import { age } from "../text/amounts";
import { table } from "../text/table";
import { findSandboxes, withLocalEngine, type FoundSandbox } from "./sandboxes";

export interface LsOptions {
  readonly json?: boolean | undefined;
}

/** Lists the sandboxes of this machine, whichever stack they are of. */
export async function ls(terminal: Terminal, { json }: LsOptions): Promise<void> {
  const sandboxes = await withLocalEngine(terminal, findSandboxes);
  if (json === true) {
    const shown = sandboxes.map(({ id, ...sandbox }) => ({ ...sandbox, containerId: id }));
    terminal.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  } else if (sandboxes.length === 0) terminal.stderr.write("There are no sandboxes on this machine.\n");
  else terminal.stdout.write(rows(sandboxes, terminal));
}

function rows(sandboxes: readonly FoundSandbox[], terminal: Terminal): string {
  const now = Date.now() / 1000;
  const cells = sandboxes.map(({ name, stack, state, sshPort, created }) => [
    name,
    stack,
    { text: state, colour: state === "running" ? ("green" as const) : ("yellow" as const) },
    age(now - created),
    sshPort === undefined ? "" : `127.0.0.1:${sshPort}`,
  ]);
  return table(["NAME", "STACK", "STATE", "AGE", "SSH"], cells, painter(terminal));
}
