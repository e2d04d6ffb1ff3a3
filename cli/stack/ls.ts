import { listStacks, type ListedSummary } from "../../engine/stacks/list-stacks";
import type { Terminal } from "../terminal";
import { age } from "../text/amounts";
import { painter } from "../colour";
import { table } from "../text/table";
import { Workspace } from "../workspace/workspace";

export interface LsOptions {
  readonly cwd?: string | undefined;
  readonly all?: boolean | undefined;
  readonly project?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Lists stacks, in the shapes of the CLI's. */
export async function ls(terminal: Terminal, options: LsOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const only = options.all === true ? undefined : (options.project ?? workspace.project.name);
  const stacks = (await listStacks(workspace, only)).map(({ summary }) => summary);
  if (options.json === true) terminal.stdout.write(`${JSON.stringify(stacks, undefined, 2)}\n`);
  else if (stacks.length === 0) terminal.stderr.write("There are no stacks.\n");
  else terminal.stdout.write(rows(stacks, terminal));
}

function rows(stacks: readonly ListedSummary[], terminal: Terminal): string {
  const now = Date.now();
  const cells = stacks.map(({ name, current, lastUpdate, resourceCount }) => [
    { text: current ? `${name}*` : name, colour: current ? ("cyan" as const) : undefined },
    lastUpdate === undefined ? "n/a" : `${age((now - Date.parse(lastUpdate)) / 1000)} ago`,
    resourceCount === undefined ? "n/a" : String(resourceCount),
  ]);
  return table(["NAME", "LAST UPDATE", "RESOURCE COUNT"], cells, painter(terminal));
}
