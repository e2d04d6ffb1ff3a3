import { features } from "../../engine/monitor/features";
import { engine, resourceMonitor } from "../../engine/monitor/services";
import { between } from "./marked";
import { table } from "./table";

interface Rpc {
  readonly meaning: string;
  readonly refused?: string;
}

/** The page with its tables as the engine has them; what is written around them stays. */
export function embeddedEnginePage(page: string): string {
  return between(page, "embedded-engine.md", "engine/monitor", tables());
}

function tables(): string {
  return [
    "",
    "### What a program may call",
    rpcTable("pulumirpc.ResourceMonitor", resourceMonitor),
    rpcTable("pulumirpc.Engine", engine),
    "### What a program may ask for (`SupportsFeature`)",
    table(
      ["Feature", "Answer", "Meaning"],
      Object.entries(features).map(([name, { supported, meaning }]) => [
        `\`${name}\``,
        supported ? "yes" : "no",
        meaning,
      ]),
    ),
    "",
  ].join("\n\n");
}

function rpcTable(service: string, rpcs: Readonly<Record<string, Rpc>>): string {
  return table(
    [`\`${service}\``, "Served", "Meaning"],
    Object.entries(rpcs).map(([name, { meaning, refused }]) => [
      `\`${name.charAt(0).toUpperCase()}${name.slice(1)}\``,
      refused === undefined ? "yes" : `no, by \`UnsupportedRpcError\`: ${refused}`,
      meaning,
    ]),
  );
}
