import type { Colour, Paint } from "../colour";
import type { PsRow } from "./ps-row";
import { table, type Cell } from "../text/table";
import { age, bytes } from "../text/amounts";

const HEADINGS = ["NAME", "HOST", "STATUS", "HEALTH", "AGE", "PORTS", "SIZE"];

/** The rows for a person. `now` is in seconds since 1970. */
export function psTable(rows: readonly PsRow[], now: number, paint: Paint): string {
  const cells = rows.map((row): Cell[] => [
    row.name,
    row.host,
    { text: statusOf(row), colour: stateColour(row.state) },
    { text: row.health ?? "", colour: healthColour(row.health) },
    row.created === undefined ? "" : age(now - row.created),
    row.ports?.join(", ") ?? "",
    sizeOf(row),
  ]);
  return table(HEADINGS, cells, paint);
}

function statusOf({ state, status }: PsRow): string {
  if (state === "gone") return "gone";
  if (state === "unknown") return "host does not answer";
  return status ?? state;
}

function sizeOf({ writableBytes, virtualBytes }: PsRow): string {
  if (writableBytes === undefined || virtualBytes === undefined) return "";
  return `${bytes(writableBytes)} (virtual ${bytes(virtualBytes)})`;
}

function stateColour(state: PsRow["state"]): Colour | undefined {
  if (state === "running") return "green";
  return state === "created" || state === "paused" ? "yellow" : "red";
}

function healthColour(health: PsRow["health"]): Colour | undefined {
  if (health === undefined) return undefined;
  return { healthy: "green", starting: "yellow", unhealthy: "red" }[health] as Colour;
}
