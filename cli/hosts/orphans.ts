import { UserError } from "../../providers/errors";
import type { Value } from "../../providers/resources/bag";
import { orphans as orphansOn } from "../../providers/resources/orphans";
import type { OrphansResult } from "../../sdk/orphans";
import { painter } from "../colour";
import type { Daily } from "./daily";
import { findHosts } from "./find";
import { type KnownObjects, knownObjects } from "./known-objects";
import type { InventoryHost } from "./inventory";
import { table } from "../text/table";

export interface OrphansOptions {
  readonly host?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What was found on one host. */
type Found = OrphansResult & { readonly host: string };

/**
 * Lists what Moorage has made on the stack's hosts for stacks that the backend does not know. Nothing is changed.
 * @returns 1 where a host did not answer
 */
export async function orphans(daily: Daily, options: OrphansOptions): Promise<number> {
  const { terminal, stack } = daily;
  const stacks = await stack.backend.listStacks();
  const known = {
    stacks: stacks.map(({ project, name }) => `${project}/${name}`),
    objects: await knownObjects(stack.backend, stacks),
  };
  const failures: string[] = [];
  const found = await Promise.all(
    findHosts(daily.inventory, options.host).map(async (host): Promise<Found[]> => {
      try {
        return [await look(daily, host, known)];
      } catch (error) {
        if (!(error instanceof UserError) || daily.signal.aborted) throw error;
        failures.push(error.message);
        return [];
      }
    }),
  );
  const hosts = found.flat();
  if (options.json === true) terminal.stdout.write(`${JSON.stringify(hosts, undefined, 2)}\n`);
  else print(daily, hosts);
  for (const failure of failures) terminal.stderr.write(`error: ${failure}\n`);
  return failures.length === 0 ? 0 : 1;
}

interface Known {
  readonly stacks: readonly string[];
  readonly objects: KnownObjects;
}

async function look(daily: Daily, host: InventoryHost, known: Known): Promise<Found> {
  const { hosts, signal } = daily;
  const config = { credentials: daily.stack.credentials, deleteUnreachable: false, readTimeoutSeconds: 0 };
  const values = { host: host.link as unknown as Value, knownStacks: known.stacks };
  const args = { values, secrets: [] };
  const { values: result } = await orphansOn({ config, hosts, signal }, args, known.objects);
  return { host: host.name, ...(result as unknown as OrphansResult) };
}

function print({ terminal }: Daily, found: readonly Found[]): void {
  const rows = found.flatMap(({ host, stacks }) =>
    stacks.flatMap(({ stack, objects }) =>
      objects.map(({ kind, name, removeCommand, adoptCommand = "" }) => [
        host,
        stack,
        kind,
        name,
        removeCommand,
        adoptCommand,
      ]),
    ),
  );
  if (rows.length === 0) {
    terminal.stderr.write("Nothing on these hosts is of a stack that the backend does not know.\n");
    return;
  }
  const headings = ["HOST", "STACK", "KIND", "NAME", "REMOVE (ON THE HOST)", "ADOPT (IN THE PROJECT)"];
  terminal.stdout.write(table(headings, rows, painter(terminal)));
}
