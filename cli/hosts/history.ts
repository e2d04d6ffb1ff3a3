import type { ImageHistoryJson, ImageInspectJson } from "../../providers/docker/images";
import { NotFoundError } from "../../providers/docker/errors";
import { UserError } from "../../providers/errors";
import { Failure } from "../failure";
import { painter } from "../colour";
import type { Daily } from "./daily";
import { findHosts } from "./find";
import type { InventoryHost } from "./inventory";
import { historyRows, type HistoryRow } from "./history-rows";
import { nearest } from "../text/nearest";
import { table } from "../text/table";
import { age, bytes } from "../text/amounts";

export interface HistoryOptions {
  readonly host?: string | undefined;
  readonly json?: boolean | undefined;
  /** Whole instructions instead of their beginnings. */
  readonly full?: boolean | undefined;
}

/** An image of the stack as it lies on one host. */
interface Seen {
  readonly name: string;
  readonly image: ImageInspectJson;
}

/** Prints of what an image consists, newest first: the instruction, the size, and which other image of ours has it too. */
export async function history(daily: Daily, name: string, options: HistoryOptions): Promise<number> {
  const { inventory, terminal, signal } = daily;
  const references = referencesOf(daily, name);
  const found = await firstWith(daily, findHosts(inventory, options.host), references);
  const { host, image, entries } = found;
  const others = (await imagesOn(daily, host)).filter((other) => other.image.Id !== image.Id);
  signal.throwIfAborted();
  const rows = historyRows(
    entries,
    image.RootFS?.Layers ?? [],
    others.map((other) => ({ name: other.name, layers: other.image.RootFS?.Layers ?? [] })),
  );
  if (options.json === true) terminal.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else terminal.stdout.write(historyTable(rows, daily, options.full === true));
  return 0;
}

/** What an image may be called on a host: a resource's name stands for its references. */
function referencesOf({ inventory }: Daily, name: string): string[] {
  const ours = inventory.images.filter((image) => image.name === name).map(({ reference }) => reference);
  return ours.length > 0 ? [...new Set(ours)] : [name];
}

async function firstWith(
  daily: Daily,
  hosts: readonly InventoryHost[],
  references: readonly string[],
): Promise<{ host: InventoryHost; image: ImageInspectJson; entries: readonly ImageHistoryJson[] }> {
  const failures: string[] = [];
  for (const host of hosts) {
    for (const reference of references) {
      try {
        const { engine } = await daily.open(host);
        const image = await engine.images.inspect(reference, daily.signal);
        return { host, image, entries: await engine.images.history(image.Id, daily.signal) };
      } catch (error) {
        if (!(error instanceof UserError) || daily.signal.aborted) throw error;
        if (!(error instanceof NotFoundError)) failures.push(error.message);
      }
    }
  }
  if (failures.length > 0) throw new Failure([...new Set(failures)].join("\n"));
  const known = [...new Set(daily.inventory.images.map(({ name }) => name))];
  throw new Failure(
    `there is no image ${references.join(", ")} on the stack's hosts${nearest(references[0] ?? "", known)}`,
  );
}

/** The stack's images that are on a host, each once. */
async function imagesOn(daily: Daily, host: InventoryHost): Promise<Seen[]> {
  const { engine } = await daily.open(host);
  const ours = daily.inventory.images.filter((image) => image.host === host);
  const seen = await Promise.all(
    ours.map(async ({ name, reference }): Promise<Seen[]> => {
      try {
        return [{ name, image: await engine.images.inspect(reference, daily.signal) }];
      } catch (error) {
        if (error instanceof NotFoundError) return [];
        throw error;
      }
    }),
  );
  return seen.flat();
}

const INSTRUCTION_LENGTH = 60;

function historyTable(rows: readonly HistoryRow[], { terminal }: Daily, isFull: boolean): string {
  const now = Date.now() / 1000;
  const cells = rows.map(({ created, sizeBytes, sharedWith, instruction }) => [
    age(now - created),
    bytes(sizeBytes),
    sharedWith.join(", "),
    isFull || instruction.length <= INSTRUCTION_LENGTH
      ? instruction
      : `${instruction.slice(0, INSTRUCTION_LENGTH - 1)}…`,
  ]);
  return table(["AGE", "SIZE", "SHARED WITH", "INSTRUCTION"], cells, painter(terminal));
}
