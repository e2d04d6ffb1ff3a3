import { Command } from "commander";
import { addDefault } from "../default-command";
import { addElsewhere } from "../elsewhere";
import type { Terminal } from "../terminal";
import { inProject, onStack, wholeArgument, type StackOptions } from "../workspace/options";
import type * as Work from ".";
import type { CancelOptions } from "./cancel";
import type { ExportOptions } from "./export";
import type * as Past from "./history";
import type { ImportOptions } from "./import";
import type { InitOptions } from "./init";
import type { LsOptions } from "./ls";
import type { OutputOptions } from "./output";
import type { RmOptions } from "./rm";
import type { SelectOptions } from "./select";
import type { ShowOptions } from "./show";
import { tagCommand } from "./tag-commands";

// Loaded by the command that needs it; the history comes by the automation API, which the others do without.
/* eslint-disable @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs */
const work = () => require(".") as typeof Work;
const past = () => require("./history") as typeof Past;
/* eslint-enable @typescript-eslint/no-require-imports */

type Given<Options> = [argument: string | undefined, options: Options];

/** `moorage stack …`: stacks, and what is kept of them. */
export function stackCommand(terminal: Terminal): Command {
  const group = new Command("stack").description("Make, list, select, move and remove stacks");
  addDefault(group, showCommand(terminal));
  const others = [
    lsCommand,
    initCommand,
    selectCommand,
    outputCommand,
    exportCommand,
    importCommand,
    historyCommand,
    tagCommand,
    renameCommand,
    rmCommand,
    unselectCommand,
  ];
  for (const command of others) group.addCommand(command(terminal));
  return addElsewhere(group, ["change-secrets-provider", "graph"]);
}

/** `moorage cancel`, which stands beside the operations. */
export function cancelCommand(terminal: Terminal): Command {
  return onStack("cancel", "Take a stack's lock away from a run that was killed")
    .argument("[stack]", "the stack, in the place of --stack")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nWhat a run has begun on the hosts is finished or undone by the next `moorage up`. A lock of Moorage's own\n" +
        "whose process has ended is taken over without this command. A run that still works is not ended by it:\n" +
        "Ctrl-C there does that, and saves what is done.",
    )
    .action(async (...[argument, options]: Given<CancelOptions>) =>
      work().cancel(terminal, argument, options),
    );
}

function showCommand(terminal: Terminal): Command {
  return onStack("show", "Print the resources and outputs of a stack")
    .option("-i, --show-ids", "with each resource's ID")
    .option("-u, --show-urns", "with each resource's URN")
    .option("--show-name", "print the stack's name only")
    .option("--show-secrets", "print secret outputs in plain")
    .action(async (options: ShowOptions) => work().show(terminal, options));
}

function lsCommand(terminal: Terminal): Command {
  return inProject("ls", "List the stacks of the project")
    .option("-a, --all", "those of all projects in the backend")
    .option("-p, --project <name>", "those of this project")
    .option("-j, --json", "print them as JSON")
    .action(async (options: LsOptions) => work().ls(terminal, options));
}

function initCommand(terminal: Terminal): Command {
  return inProject("init", "Make an empty stack, and select it")
    .argument("[name]", "its name: letters, digits, hyphens, underscores and full stops")
    .option("-s, --stack <name>", "its name, in the place of the argument")
    .option("--no-select", "do not select it")
    .action(async (...[argument, options]: Given<InitOptions>) => work().init(terminal, argument, options));
}

function selectCommand(terminal: Terminal): Command {
  return inProject("select", "Select the stack that commands are about which name none")
    .argument("[name]", "the stack (default: it is asked for)")
    .option("-s, --stack <name>", "the stack, in the place of the argument")
    .option("-c, --create", "make it where it is not there")
    .action(async (...[argument, options]: Given<SelectOptions>) =>
      work().select(terminal, argument, options),
    );
}

function outputCommand(terminal: Terminal): Command {
  return onStack("output", "Print the outputs of a stack")
    .argument("[name]", "only this one")
    .option("-j, --json", "print them as JSON")
    .option("--shell", "print them as assignments of a shell's variables")
    .option("--show-secrets", "print secret ones in plain")
    .action(async (...[argument, options]: Given<OutputOptions>) =>
      work().output(terminal, argument, options),
    );
}

function exportCommand(terminal: Terminal): Command {
  return onStack("export", "Print the state of a stack")
    .option("--file <path>", "write it there")
    .option("--show-secrets", "with its secrets in plain")
    .action(async (options: ExportOptions) => work().exportTo(terminal, options));
}

function importCommand(terminal: Terminal): Command {
  return onStack("import", "Put an exported state in the place of a stack's")
    .option("--file <path>", "read it there (default: the standard input)")
    .option("-f, --force", "also where resources in it are of another stack")
    .action(async (options: ImportOptions) => work().importFrom(terminal, options));
}

function historyCommand(terminal: Terminal): Command {
  return onStack("history", "List what was done to a stack, newest first")
    .option("-j, --json", "print it as JSON, with the configuration that it was done with")
    .option("--show-secrets", "print secret values of the configuration in plain")
    .option("--full-dates", "print dates in the place of how long ago")
    .option("--page-size <number>", "so many entries", wholeArgument, 10)
    .option("--page <number>", "those of this page", wholeArgument, 1)
    .action(async (options: Past.HistoryOptions) => past().history(terminal, options));
}

function unselectCommand(terminal: Terminal): Command {
  return inProject("unselect", "Let no stack be the selected one").action(
    async (options: Pick<StackOptions, "cwd">) => work().unselect(terminal, options),
  );
}

function renameCommand(terminal: Terminal): Command {
  return onStack("rename", "Rename a stack, and its settings with it; what it has on hosts keeps its names")
    .argument("<name>", "the new name; organization/<project>/<name> for another project")
    .addHelpText(
      "after",
      "\nUntil it is made anew, what it has on hosts keeps the labels of the former name, too: let no other stack take\nthat name on these hosts before.",
    )
    .action(async (name: string, options: StackOptions) => work().rename(terminal, name, options));
}

function rmCommand(terminal: Terminal): Command {
  return onStack("rm", "Remove a stack that has no resources, and its settings")
    .argument("[stack]", "the stack, in the place of --stack")
    .option("-y, --yes", "do not ask")
    .option("-f, --force", "also where it has resources: they stay, and are nobody's")
    .option("--preserve-config", "leave Pulumi.<stack>.yaml")
    .option("--remove-backups", "remove its backups, too")
    .action(async (...[argument, options]: Given<RmOptions>) => work().rm(terminal, argument, options));
}
