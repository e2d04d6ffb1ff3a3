import { Argument, Command } from "commander";
import type { Terminal } from "../terminal";
import { completionScript, SHELLS, type Shell } from "./scripts";
import { placesOf } from "./words";

/** `moorage completion`: what a shell has to know to complete commands and options. */
export function completionCommand(terminal: Pick<Terminal, "stdout">): Command {
  return new Command("completion")
    .description("Print the script by which a shell completes commands and options")
    .addArgument(new Argument("<shell>", "whose script").choices(SHELLS))
    .addHelpText(
      "after",
      "\nbash: put `source <(moorage completion bash)` into ~/.bashrc\n" +
        "zsh: moorage completion zsh > a folder of $fpath/_moorage\n" +
        "fish: moorage completion fish > ~/.config/fish/completions/moorage.fish",
    )
    .action((shell: Shell, _options: object, command: Command) => {
      const program = command.parent ?? command;
      terminal.stdout.write(completionScript(shell, placesOf(program)));
    });
}
