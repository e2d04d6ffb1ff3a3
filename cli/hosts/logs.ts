import { UserError } from "../../providers/errors";
import { readLogFrames } from "../../providers/docker/log-frames";
import type { Terminal } from "../terminal";
import { broken } from "./broken";
import { COLOURS, painter } from "../colour";
import type { Daily } from "./daily";
import { findContainers } from "./find";
import type { InventoryContainer } from "./inventory";
import { OutputLines, write } from "./output-lines";

export interface LogsOptions {
  readonly host?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly tail?: number | undefined;
  /** In seconds since 1970. */
  readonly since?: number | undefined;
  readonly timestamps?: boolean | undefined;
}

/** Writes one container's lines, each under its name. */
type Print = (source: "stdout" | "stderr", lines: readonly string[]) => Promise<void>;

/**
 * Prints the logs of containers, each line as it comes.
 * @returns 1 where a log could not be read, or broke off
 */
export async function logs(daily: Daily, names: readonly string[], options: LogsOptions): Promise<number> {
  const { terminal, inventory, signal } = daily;
  const containers = findContainers(inventory, names, options.host);
  if (containers.length === 0) terminal.stderr.write("There are no containers.\n");
  const prefixes = prefixesOf(containers, terminal);
  const failures = await Promise.all(
    containers.map((container, index) => {
      const print: Print = async (source, lines) => {
        const text = lines.map((line) => `${prefixes[index] ?? ""}${line}\n`).join("");
        if (text !== "") await write(terminal[source], text, signal);
      };
      return printLog(daily, container, options, print);
    }),
  );
  // Of a host that went away each of its containers tells.
  const told = new Set(failures.filter((failure) => failure !== undefined));
  for (const failure of told) terminal.stderr.write(`error: ${failure}\n`);
  return told.size === 0 ? 0 : 1;
}

/** Nothing where there is only one; else its name, and the host where the name is on several. */
function prefixesOf(containers: readonly InventoryContainer[], terminal: Terminal): string[] {
  if (containers.length <= 1) return [""];
  const paint = painter(terminal);
  const labels = containers.map(({ name, host }) => {
    const isOnSeveral = containers.filter((other) => other.name === name).length > 1;
    return isOnSeveral ? `${name}@${host.name}` : name;
  });
  const width = Math.max(...labels.map((label) => label.length));
  return labels.map((label, index) => paint(`${label.padEnd(width)} | `, COLOURS[index % COLOURS.length]));
}

/** Prints one container's log to its end; says why it could not. */
async function printLog(
  daily: Daily,
  { container, host }: InventoryContainer,
  options: LogsOptions,
  print: Print,
): Promise<string | undefined> {
  const { signal } = daily;
  try {
    const session = await daily.open(host);
    const { engine } = session;
    const { Config } = await engine.containers.inspect(container, signal);
    const { follow, tail, since, timestamps } = options;
    const log = await engine.containers.logs(container, { follow, tail, since, timestamps, signal });
    const lines = { stdout: new OutputLines(), stderr: new OutputLines() };
    try {
      for await (const { source, bytes } of readLogFrames(log, Config.Tty === true)) {
        await print(source, lines[source].add(bytes));
      }
    } catch (error) {
      throw await broken(session, error);
    } finally {
      for (const source of ["stdout", "stderr"] as const) await print(source, lines[source].end());
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted) throw error;
    return error.message;
  }
}
