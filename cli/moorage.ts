import { Command, CommanderError } from "commander";
import { EngineError } from "../engine/errors";
import { completionCommand } from "./completion/command";
import { configCommand } from "./config/commands";
import { addElsewhere } from "./elsewhere";
import { EXIT, exitCodeOf, exitCodesHelp, operationExitCodesHelp, remoteExitCodesHelp } from "./exit-codes";
import { Failure } from "./failure";
import { dailyCommands, type Finish } from "./hosts/commands";
import { initCommand } from "./init/command";
import { manifest } from "./manifest";
import { operationCommands } from "./operations/commands";
import { sandboxCommand } from "./sandbox/commands";
import { cancelCommand, stackCommand } from "./stack/commands";
import { forgetCommand, stateCommand } from "./state/commands";
import type { Terminal } from "./terminal";
import { fitted } from "./text/fitted";

/**
 * The `moorage` command. Whatever it says is meant for its user; a stack trace is a defect of ours.
 * @returns the exit code, as `--help` explains it
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const output = watchOutput(terminal);
  const exitCode = await execute(argv, terminal);
  const fault = await output.fault();
  if (fault === undefined) return exitCode;
  terminal.stderr.write(`error: not all of the output could be written: ${fault.message}\n`);
  return exitCode === EXIT.done ? EXIT.failed : exitCode;
}

async function execute(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = commandTree(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong by now.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof Failure || error instanceof EngineError)) throw error;
    terminal.stderr.write(`error: ${error.message}\n`);
    return exitCodeOf(error);
  }
}

/**
 * Keeps what happens to the output from ending what is under way. Whoever read it has what it wanted, as `head` has:
 * that is no error, here and in what is written later. Anything else, as a full disk, is told at the end.
 */
function watchOutput({ stdout, stderr }: Terminal): { fault(): Promise<Error | undefined> } {
  let fault: Error | undefined;
  for (const output of [stdout, stderr]) {
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EIO") fault ??= error;
    });
  }
  return {
    // What was written last fails a turn later.
    fault: () => new Promise((resolve) => setImmediate(() => resolve(fault))),
  };
}

/** Commands of the CLI that are not about hosts, or about a service that a stack in a folder needs not. */
const PULUMI_ONLY = [
  ...["about", "console", "convert", "env", "install", "login", "logout", "org", "package", "plugin"],
  ...["policy", "project", "schema", "template", "watch", "whoami"],
];

const INSTEAD = {
  new: "moorage init",
  version: "moorage --version",
  "gen-completion": "moorage completion",
};

/** All commands. Each loads what it works with when it is called. */
export function commandTree(terminal: Terminal, finish: Finish): Command {
  const program = new Command("moorage")
    .description(manifest.description)
    .version(manifest.version, "-V, --version", "print the version")
    // What follows a command's own name is the command's: exec and ssh pass on what looks like an option.
    .enablePositionalOptions()
    .option("-C, --cwd <folder>", "as if it were typed in this folder; it may stand after the command, too")
    .hook("preAction", handDownFolder);
  program.commandsGroup("Deploy:").addCommand(initCommand(terminal));
  for (const command of operationCommands(terminal, finish)) program.addCommand(command);
  program.addCommand(cancelCommand(terminal)).commandsGroup("Daily work:");
  for (const command of dailyCommands(terminal, finish)) program.addCommand(command);
  program
    .commandsGroup("Stacks:")
    .addCommand(stackCommand(terminal))
    .addCommand(configCommand(terminal))
    .addCommand(stateCommand(terminal))
    .addCommand(forgetCommand(terminal))
    .commandsGroup("This machine:")
    .addCommand(sandboxCommand(terminal))
    .addCommand(completionCommand(terminal));
  addElsewhere(program, [...PULUMI_ONLY, ...Object.keys(INSTEAD)], INSTEAD);
  dress(program, terminal);
  return program;
}

/** Whoever is used to Pulumi's CLI writes -C in either place; that of the command itself comes first. */
function handDownFolder(program: Command, command: Command): void {
  const { cwd } = program.opts<{ cwd?: string }>();
  if (cwd === undefined || command.getOptionValue("cwd") !== undefined) return;
  if (!command.options.some((option) => option.attributeName() === "cwd")) {
    command.error(
      `error: ${commandLine(command)} works on no project, so -C says nothing to it: leave it out`,
    );
  }
  command.setOptionValue("cwd", cwd);
}

/** What all commands have in common. */
function dress(command: Command, terminal: Terminal): void {
  command
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(fitted(text, terminal.stdout.columns)),
      writeErr: (text) => void terminal.stderr.write(fitted(text, terminal.stderr.columns)),
    })
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", exitCodesHelpOf(command))
    .showHelpAfterError(`Try: ${commandLine(command)} --help`);
  for (const each of command.commands) dress(each, terminal);
}

function exitCodesHelpOf(command: Command): string {
  const line = commandLine(command);
  if (["moorage exec", "moorage ssh"].includes(line)) return remoteExitCodesHelp;
  const isOperation = ["up", "preview", "refresh", "destroy", "import"].some(
    (name) => line === `moorage ${name}`,
  );
  return isOperation ? operationExitCodesHelp : exitCodesHelp;
}

function commandLine(command: Command): string {
  return command.parent === null ? command.name() : `${commandLine(command.parent)} ${command.name()}`;
}
