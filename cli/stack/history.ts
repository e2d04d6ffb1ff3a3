import { fullStackName } from "../../engine/backend";
import { readHistory } from "../../sdk/automation/history";
import type { UpdateSummary } from "../../sdk/automation/results";
import { painter, type Colour } from "../colour";
import { formatDuration } from "../display/duration";
import type { Terminal } from "../terminal";
import { age } from "../text/amounts";
import { table } from "../text/table";
import { homeOf } from "../workspace/home";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface HistoryOptions extends StackOptions {
  readonly json?: boolean | undefined;
  readonly showSecrets?: boolean | undefined;
  readonly fullDates?: boolean | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Prints what was done to a stack, newest first; as JSON in the shapes of the CLI's. */
export async function history(terminal: Terminal, options: HistoryOptions): Promise<void> {
  const { json = false, page, pageSize, showSecrets = false } = options;
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const home = await homeOf(workspace, terminal, showSecrets ? stack : undefined);
  const updates = await readHistory(home, fullStackName(stack), { page, pageSize, showSecrets });
  if (json) terminal.stdout.write(`${JSON.stringify(updates, undefined, 2)}\n`);
  else if (updates.length > 0) terminal.stdout.write(rows(updates, options, terminal));
  else terminal.stderr.write(page > 1 ? `There is no page ${page}.\n` : "The stack was never updated.\n");
}

const SIGNS = { create: "+", update: "~", replace: "+-", delete: "-" } as const;

function rows(updates: readonly UpdateSummary[], { fullDates }: HistoryOptions, terminal: Terminal): string {
  const now = Date.now();
  const cells = updates.map(({ endTime, kind, message, resourceChanges = {}, result, startTime }) => {
    const colour: Colour = result === "succeeded" ? "green" : "red";
    const changes = Object.entries(SIGNS).flatMap(([op, sign]) => {
      const count = resourceChanges[op as keyof typeof SIGNS] ?? 0;
      return count === 0 ? [] : [`${sign}${count}`];
    });
    return [
      fullDates === true ? startTime.toISOString() : `${age((now - startTime.getTime()) / 1000)} ago`,
      kind,
      { text: result, colour },
      formatDuration((endTime.getTime() - startTime.getTime()) / 1000),
      changes.join(" "),
      message.split("\n")[0] ?? "",
    ];
  });
  return table(["STARTED", "KIND", "RESULT", "TOOK", "CHANGES", "MESSAGE"], cells, painter(terminal));
}
