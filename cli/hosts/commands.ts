import { Command } from "commander";
import type { Terminal } from "../terminal";
import type * as Work from ".";
import { sinceArgument, tailArgument } from "./arguments";
import type { LogsOptions } from "./logs";
import type { PsOptions } from "./ps";
import type { StackOptions } from "./stack";

/** Ends the command with an exit code. */
export type Finish = (code: number) => void;

/** Loaded by the command that needs it: the others begin without SSH, the engine's API and the state. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

/** The commands of daily work on the hosts of a stack. Each says by `finish` how it ended. */
export function dailyCommands(terminal: Terminal, finish: Finish): Command[] {
  return [psCommand(terminal, finish), logsCommand(terminal, finish)];
}

function psCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("ps", "List the stack's containers, wherever they run")
    .option("--host <name>", "only those on this host")
    .option("--no-size", "do not measure what they have written, which takes long on a full disk")
    .option("--json", "print them as JSON")
    .action(async (options: StackOptions & PsOptions) => {
      const { daily, ps } = work();
      finish(await daily(options, terminal, (context) => ps(context, options)));
    });
}

function logsCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("logs", "Print what containers write")
    .argument("[names...]", "the containers, by the names that the program gives them (default: all)")
    .option("-f, --follow", "go on with what they write from now on")
    .option("--tail <lines>", "only so many of the last lines of each, or all", tailArgument)
    .option("--since <when>", "only what was written since then, as 10m or 2026-01-31T12:00:00Z", (when) =>
      sinceArgument(when),
    )
    .option("-t, --timestamps", "begin each line with its time")
    .option("--host <name>", "only those on this host")
    .action(async (names: string[], options: StackOptions & LogsOptions) => {
      const { daily, logs } = work();
      finish(await daily(options, terminal, (context) => logs(context, names, options)));
    });
}

/** A command with the options that say which stack is meant. */
function onStack(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("-s, --stack <name>", "the stack (default: the selected one, else the only one)")
    .option("-C, --cwd <folder>", "as if it were typed in this folder");
}
