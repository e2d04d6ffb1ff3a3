import type { Command } from "commander";
import { exitCodesHelp, operationExitCodesHelp, remoteExitCodesHelp } from "../../cli/exit-codes";
import { commandTree } from "../../cli/moorage";
import type { Terminal } from "../../cli/terminal";
import { table } from "./table";

/** The page of all commands, from the commands themselves. */
export function commandsPage(): string {
  const program = commandTree(nowhere, () => {});
  const shown = all(program).filter((command) => command.commands.length === 0);
  return [
    "# The `moorage` command",
    "<!-- from cli/: written by npm run generate -->",
    "Options are named as those of Pulumi's CLI where they mean the same, and so are exit codes:",
    table(["Exit code", "Meaning"], exitCodes()),
    "A question is asked only on a terminal. Elsewhere a command that would ask says what to type instead, and ends " +
      "with 2. What is printed for scripts (`--json`, `--shell`, values) goes to the standard output, errors to the " +
      "standard error, except for those of an operation, which stand at the end of what it prints. Who reads no further, " +
      "as `head`, is no error: what lists something ends with 0 then, and an operation goes on to its end.",
    table(
      ["Command", "What it does"],
      shown.map((command) => [`[\`${lineOf(command)}\`](#${anchorOf(command)})`, command.description()]),
    ),
    ...shown.map(section),
  ].join("\n\n");
}

/** Nothing is printed, and nothing is read. */
const nowhere = { stdin: {}, stdout: {}, stderr: {}, env: {} } as unknown as Terminal;

function all(command: Command): Command[] {
  return [command, ...command.createHelp().visibleCommands(command).flatMap(all)];
}

function section(command: Command): string {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  const given = help.visibleArguments(command);
  return [
    `## ${lineOf(command)}`,
    `${command.description()}.`.replace(/\.\.$/, "."),
    `\`\`\`\n${help.commandUsage(command)}\n\`\`\``,
    ...(given.length === 0
      ? []
      : [
          table(
            ["Argument", "Meaning"],
            given.map((each) => [`\`${each.name()}\``, help.argumentDescription(each)]),
          ),
        ]),
    ...(options.length === 0
      ? []
      : [
          table(
            ["Option", "Meaning"],
            options.map((each) => [`\`${help.optionTerm(each)}\``, help.optionDescription(each)]),
          ),
        ]),
    ...notesOf(command),
  ].join("\n\n");
}

/** What stands below the options in the help, but for the exit codes, which this page has once. */
function notesOf(command: Command): string[] {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  const known = [exitCodesHelp, operationExitCodesHelp, remoteExitCodesHelp].sort(
    (left, right) => right.length - left.length,
  );
  let notes = text.slice(command.helpInformation().length);
  for (const each of known) notes = notes.replace(each, "");
  const trimmed = notes.trim();
  return trimmed === "" ? [] : [`\`\`\`\n${trimmed}\n\`\`\``];
}

/** The longest list of the exit codes, a row each. */
function exitCodes(): string[][] {
  const list = operationExitCodesHelp.replaceAll("\n", " ").replace(/^ *Exit codes: /, "");
  return list.split(" · ").map((entry) => {
    const [code = "", ...meaning] = entry.trim().split(" ");
    return [`\`${code}\``, meaning.join(" ")];
  });
}

function lineOf(command: Command): string {
  return command.parent === null ? command.name() : `${lineOf(command.parent)} ${command.name()}`;
}

function anchorOf(command: Command): string {
  return lineOf(command).replaceAll(" ", "-");
}
