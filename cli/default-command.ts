import type { Command } from "commander";
import { nearest } from "./text/nearest";

/** Adds the command that a group stands for where it is called alone. A word that is no command's name stays an error. */
export function addDefault(group: Command, command: Command): Command {
  command.allowExcessArguments().hook("preAction", () => {
    const [word] = command.args;
    if (word === undefined) return;
    const names = group
      .createHelp()
      .visibleCommands(group)
      .map((each) => each.name());
    group.error(`error: there is no command '${word}'${nearest(word, names)}`);
  });
  return group.addCommand(command, { isDefault: true });
}
