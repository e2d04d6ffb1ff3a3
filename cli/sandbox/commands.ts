import { Command } from "commander";
import { addDefault } from "../default-command";
import type { Terminal } from "../terminal";
import type * as Work from ".";
import type { LsOptions } from "./ls";
import type { RmOptions } from "./rm";

/** Loaded by the command that needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

/** `moorage sandbox …`: the throwaway hosts of this machine. */
export function sandboxCommand(terminal: Terminal): Command {
  const group = new Command("sandbox").description("List and remove throwaway hosts of this machine");
  return addDefault(group, lsCommand(terminal)).addCommand(rmCommand(terminal));
}

function lsCommand(terminal: Terminal): Command {
  return new Command("ls")
    .description("List the sandboxes of all stacks on this machine")
    .option("-j, --json", "print them as JSON")
    .action(async (options: LsOptions) => work().ls(terminal, options));
}

function rmCommand(terminal: Terminal): Command {
  return new Command("rm")
    .description("Throw sandboxes away, with all that is on them")
    .argument("[names...]", "the sandboxes, as `moorage sandbox ls` names them")
    .option("--all", "all there are, of whatever stack")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nA stack that still has one makes it anew with its next `moorage up`. `moorage destroy` is how a stack ends.",
    )
    .action(async (names: string[], options: RmOptions) => work().rm(terminal, names, options));
}
