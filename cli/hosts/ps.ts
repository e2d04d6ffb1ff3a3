import { UserError } from "../../providers/errors";
import { painter } from "../colour";
import type { Daily } from "./daily";
import { findHosts } from "./find";
import type { InventoryContainer, InventoryHost } from "./inventory";
import { foundRow, goneRow, silentRow, type PsRow } from "./ps-row";
import { psTable } from "./ps-table";

export interface PsOptions {
  readonly host?: string | undefined;
  readonly json?: boolean | undefined;
  /** False leaves the sizes out, which the engine has to measure. */
  readonly size: boolean;
}

/** What became of one host's containers. */
interface Answer {
  readonly rows: readonly PsRow[];
  /** Why it did not answer. */
  readonly failure?: string;
}

/**
 * Lists the containers of a stack, whatever became of them.
 * @returns 1 where a host did not answer
 */
export async function ps(daily: Daily, options: PsOptions): Promise<number> {
  const { inventory, terminal } = daily;
  const answers = await Promise.all(
    findHosts(inventory, options.host).map((host) => {
      const containers = inventory.containers.filter((container) => container.host === host);
      return containers.length === 0 ? { rows: [] } : look(daily, host, containers, options.size);
    }),
  );
  const rows = answers.flatMap((answer) => answer.rows);
  const failures = answers.flatMap(({ failure }: Answer) => failure ?? []);
  if (options.json === true) terminal.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (rows.length === 0) terminal.stderr.write("There are no containers.\n");
  else terminal.stdout.write(psTable(rows, Date.now() / 1000, painter(terminal)));
  for (const failure of failures) terminal.stderr.write(`error: ${failure}\n`);
  return failures.length === 0 ? 0 : 1;
}

async function look(
  daily: Daily,
  host: InventoryHost,
  containers: readonly InventoryContainer[],
  size: boolean,
): Promise<Answer> {
  try {
    const { engine } = await daily.open(host);
    // Of the containers of others on the same host nothing has to be measured.
    const name = containers.map(({ container }) => `^/?${container.replaceAll(".", "\\.")}$`);
    const found = await engine.containers.list({ filters: { name }, size, signal: daily.signal });
    const rows = containers.map((container) => {
      const summary = found.find(({ Names }) => Names.includes(`/${container.container}`));
      return summary === undefined ? goneRow(container) : foundRow(container, summary);
    });
    return { rows };
  } catch (error) {
    if (!(error instanceof UserError) || daily.signal.aborted) throw error;
    return { rows: containers.map(silentRow), failure: error.message };
  }
}
