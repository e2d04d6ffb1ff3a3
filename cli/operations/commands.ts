import type { Command } from "commander";
import type { Finish } from "../hosts/commands";
import type { Terminal } from "../terminal";
import { collect } from "../workspace/options";
import type * as Work from ".";
import {
  asking,
  configuring,
  continuing,
  expecting,
  onlyPreviewing,
  operation,
  planned,
  planning,
  refreshing,
  running,
  runningProgram,
  switchArgument,
  targeting,
  type OperationFlags,
} from "./flags";
import type { ImportFlags } from "./import-specs";

/** Loaded by the command that needs it: the others begin without the engine. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

const interrupts = `
Ctrl-C finishes or undoes what is under way, saves, and ends. A second Ctrl-C stops at once; the state stays valid, and
the next run does what is left. The end of the terminal is as one Ctrl-C. A program that computes without ever waiting may
hear none of these: on a terminal it is ended all the same after three seconds, or at once by a third Ctrl-C; its lock is
taken over by the next run.`;

type Word = string | undefined;
type ImportArguments = [type: Word, name: Word, id: Word, flags: ImportFlags & OperationFlags];

/** The commands that do something to a stack's resources. */
export function operationCommands(terminal: Terminal, finish: Finish): Command[] {
  const commands = [upCommand, previewCommand, refreshCommand, destroyCommand, importCommand];
  return commands.map((command) => command(terminal, finish).addHelpText("after", interrupts));
}

function upCommand(terminal: Terminal, finish: Finish): Command {
  return dressed(operation("up", "Make everything what the program says"), [
    asking,
    refreshing,
    running,
    targeting,
    configuring,
    runningProgram,
    continuing,
    expecting,
    planned,
  ]).action(async (flags: OperationFlags) =>
    finish(await work().perform({ terminal, kind: "update", flags })),
  );
}

function previewCommand(terminal: Terminal, finish: Finish): Command {
  const describing = operation("preview", "Print what `up` would do, and change nothing");
  const parts = [refreshing, running, targeting, configuring, runningProgram, expecting, planning];
  return dressed(describing, parts).action(async (flags: OperationFlags) =>
    finish(await work().perform({ terminal, kind: "preview", flags })),
  );
}

function refreshCommand(terminal: Terminal, finish: Finish): Command {
  return dressed(operation("refresh", "Read all resources, and take what was found into the state"), [
    asking,
    onlyPreviewing,
    targeting,
    configuring,
    runningProgram,
    expecting,
  ])
    .option("--clear-pending-creates", "drop the creations whose end no run saw, once they are looked after")
    .action(async (flags: OperationFlags) =>
      finish(await work().perform({ terminal, kind: "refresh", flags })),
    );
}

function destroyCommand(terminal: Terminal, finish: Finish): Command {
  return dressed(operation("destroy", "Delete all resources of the stack"), [
    asking,
    onlyPreviewing,
    refreshing,
    targeting,
    configuring,
    runningProgram,
    continuing,
  ])
    .option("--remove", "then remove the stack and its settings")
    .action(async (flags: OperationFlags) =>
      finish(await work().perform({ terminal, kind: "destroy", flags })),
    );
}

function importCommand(terminal: Terminal, finish: Finish): Command {
  return operation("import", "Manage what is there already")
    .argument("[type]", "the resource's type: moorage:index:Volume")
    .argument("[name]", "the name that the program gives it")
    .argument("[id]", "what it is: user@address:port/name for an object on a host")
    .option("--file <path>", "import the resources of this file, as Pulumi's CLI reads it")
    .option("--parent <urn>", "under this resource")
    .option("--provider <urn>", "by this provider (default: the default one)")
    .option("--properties <names>", "keep only these inputs, comma-separated; may be given again", collect)
    .option("--no-protect", "let an update delete them")
    .option("-o, --out <file>", "write the code that declares them to this file (default: print it)")
    .option(
      "--generate-code [yes]",
      "write TypeScript that declares them (default: true)",
      switchArgument("--generate-code"),
    )
    .option("-y, --yes", "do not ask; the preview comes all the same")
    .option("--skip-preview", "neither preview nor ask")
    .option("--preview-only", "print what it would do, and do nothing")
    .addHelpText(
      "after",
      "\nThe program must have them, too: else the next `up` deletes them, or fails to, as they are protected. So code is\n" +
        "written that declares them. What is secret is not in it, but in the stack's configuration, encrypted.",
    )
    .action(async (...[type, name, id, flags]: ImportArguments) =>
      finish(await work().performImport(terminal, [type, name, id], flags)),
    );
}

function dressed(command: Command, parts: readonly ((command: Command) => Command)[]): Command {
  return parts.reduce((made, part) => part(made), command);
}
