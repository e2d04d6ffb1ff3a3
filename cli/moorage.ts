import { Command, CommanderError } from "commander";
import { Failure } from "./failure";
import { dailyCommands } from "./hosts/commands";
import { initCommand } from "./init/command";
import { manifest } from "./manifest";
import type { Terminal } from "./terminal";

const exitCodes = `
Exit codes: 0 done · 1 it could not be done, and the message says why · 2 the command line is wrong`;

const remoteExitCodes = `
Exit codes: the remote command's own · 255 it could not be run, or the connection broke, and the message says why ·
2 the command line is wrong`;

/**
 * The `moorage` command. Whatever it says is meant for its user; a stack trace is a defect of ours.
 * @returns the exit code, as `--help` explains it
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const finish = (code: number): void => void (exitCode = code);
  const program = new Command("moorage")
    .description(manifest.description)
    .version(manifest.version, "-V, --version", "print the version")
    .helpCommand(false)
    // What follows a command's own name is the command's: exec and ssh pass on what looks like an option.
    .enablePositionalOptions()
    .addCommand(initCommand(terminal));
  for (const command of dailyCommands(terminal, finish)) program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => void terminal.stdout.write(text),
        writeErr: (text) => void terminal.stderr.write(text),
      })
      .helpOption("-h, --help", "print this help")
      .addHelpText("after", ["exec", "ssh"].includes(command.name()) ? remoteExitCodes : exitCodes)
      .showHelpAfterError(`Try: ${commandLine(command)} --help`);
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong by now.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    terminal.stderr.write(`error: ${error.message}\n`);
    return error.exitCode;
  }
}

function commandLine(command: Command): string {
  return command.parent === null ? command.name() : `${commandLine(command.parent)} ${command.name()}`;
}
