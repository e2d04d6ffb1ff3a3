import type { Command } from "commander";
import type { Terminal } from "../terminal";
import { collect, onStack, type StackOptions } from "../workspace/options";
import type * as Work from ".";
import { sinceArgument, tailArgument } from "./arguments";
import type { ExecOptions } from "./exec";
import { type Forward, forwardArgument } from "./forward";
import type { HistoryOptions } from "./history";
import type { LogsOptions } from "./logs";
import type { OrphansOptions } from "./orphans";
import type { PsOptions } from "./ps";
import type { SshOptions } from "./ssh";

/** The exit code of exec and ssh where no command was run: as of ssh, since it can hardly be a command's own. */
const NOT_RUN = 255;

/** Ends the command with an exit code. */
export type Finish = (code: number) => void;

/** Loaded by the command that needs it: the others begin without SSH, the engine's API and the state. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

/** The commands of daily work on the hosts of a stack. Each says by `finish` how it ended. */
export function dailyCommands(terminal: Terminal, finish: Finish): Command[] {
  const commands = [
    psCommand,
    logsCommand,
    execCommand,
    sshCommand,
    portForwardCommand,
    historyCommand,
    orphansCommand,
  ];
  return commands.map((command) => command(terminal, finish));
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

function execCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("exec", "Run a command in a container")
    .usage("[options] <name> [--] <command...>")
    .argument("<name>", "the container, by the name that the program gives it")
    .argument("<command...>", "the command and its arguments")
    .passThroughOptions()
    .option("-i, --interactive", "pass on what is typed or piped in")
    .option("-t, --tty", "give the command a terminal; with -i it is yours")
    .option("-u, --user <name>", "as this user of the container")
    .option("-w, --workdir <folder>", "in this folder of the container")
    .option("-e, --env <name=value>", "with this variable; may be given again", collect)
    .option("--host <name>", "the container on this host")
    .action(async (name: string, words: string[], options: StackOptions & ExecOptions) => {
      const { daily, exec } = work();
      const command = withoutDashes(words);
      finish(await daily(options, terminal, (context) => exec(context, name, command, options), NOT_RUN));
    });
}

function sshCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("ssh", "Open a session on a host, over the connection that the stack has to it")
    .usage("[options] <host> [--] [command...]")
    .argument("<host>", "the host, by the name that the program gives it")
    .argument("[command...]", "what the login shell is given (default: nothing, it is yours)")
    .passThroughOptions()
    .option("-t, --tty", "a terminal also where a command is given")
    .action(async (host: string, words: string[], options: StackOptions & SshOptions) => {
      const { daily, ssh } = work();
      const command = withoutDashes(words);
      finish(await daily(options, terminal, (context) => ssh(context, host, command, options), NOT_RUN));
    });
}

function portForwardCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("port-forward", "Listen on this machine for a port of a container, published or not")
    .argument("<name>", "the container, by the name that the program gives it")
    .argument(
      "<ports...>",
      "LOCAL:PORT each; PORT for the same here, ADDRESS:LOCAL:PORT to listen elsewhere than at 127.0.0.1, LOCAL 0 for any",
      (value: string, former: readonly Forward[] | undefined) => [...(former ?? []), forwardArgument(value)],
    )
    .option("--host <name>", "the container on this host")
    .action(async (name: string, ports: Forward[], options: StackOptions & { host?: string }) => {
      const { daily, portForward } = work();
      finish(await daily(options, terminal, (context) => portForward(context, name, ports, options)));
    });
}

function historyCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("history", "Print the layers of an image, and which other image of the stack has them too")
    .argument("<image>", "the image, by the name that the program gives it, or as a host knows it")
    .option("--host <name>", "as it is on this host (default: the first that has it)")
    .option("--full", "print whole instructions")
    .option("--json", "print them as JSON")
    .action(async (image: string, options: StackOptions & HistoryOptions) => {
      const { daily, history } = work();
      finish(await daily(options, terminal, (context) => history(context, image, options)));
    });
}

function orphansCommand(terminal: Terminal, finish: Finish): Command {
  return onStack("orphans", "List what stacks that are not in the backend any more have left on the hosts")
    .option("--host <name>", "only on this host")
    .option("--json", "print them as JSON")
    .action(async (options: StackOptions & OrphansOptions) => {
      const { daily, orphans } = work();
      finish(await daily(options, terminal, (context) => orphans(context, options)));
    });
}

/** What comes after the name is passed on as it is, the dashes that may stand between too. */
function withoutDashes(words: readonly string[]): readonly string[] {
  return words[0] === "--" ? words.slice(1) : words;
}
