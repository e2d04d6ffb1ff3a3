import type { Timings } from "../../engine/operations";
import { table } from "../text/table";

/** Where the time of an operation went, for people. Parts overlap. */
export function timingsText({ total, node, parts, rpcs }: Timings): string {
  const rows = [
    ["start of the process", milliseconds(node)],
    ["the operation", milliseconds(total)],
    ...Object.entries(parts).map(([part, time]) => [`  ${part}`, milliseconds(time)]),
    ...Object.entries(rpcs).map(([rpc, { count, milliseconds: time }]) => [
      `  the provider's ${rpc} × ${count}`,
      milliseconds(time),
    ]),
  ];
  return table(["TIME OF", "MS"], rows, (text) => text);
}

function milliseconds(time: number): string {
  return time.toFixed(0);
}
