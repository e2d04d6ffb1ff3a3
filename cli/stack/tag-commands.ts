import { Command } from "commander";
import { addDefault } from "../default-command";
import type { Terminal } from "../terminal";
import { onStack, type StackOptions } from "../workspace/options";
import type * as Work from ".";
import type { TagsOptions } from "./tag";

/** Loaded by the command that needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

/** `moorage stack tag …`: what is noted on a stack, by name. */
export function tagCommand(terminal: Terminal): Command {
  const group = new Command("tag").description("Set, print and remove what is noted on a stack");
  return addDefault(group, lsCommand(terminal))
    .addCommand(getCommand(terminal))
    .addCommand(setCommand(terminal))
    .addCommand(rmCommand(terminal));
}

function lsCommand(terminal: Terminal): Command {
  return onStack("ls", "List a stack's tags")
    .option("-j, --json", "print them as JSON")
    .action(async (options: TagsOptions) => work().listTags(terminal, options));
}

function getCommand(terminal: Terminal): Command {
  return onStack("get", "Print a tag")
    .argument("<name>", "its name")
    .action(async (name: string, options: StackOptions) => work().getTag(terminal, name, options));
}

function setCommand(terminal: Terminal): Command {
  return onStack("set", "Set a tag")
    .argument("<name>", "its name")
    .argument("<value>", "its value; no secret: it is kept in plain")
    .action(async (...[name, value, options]: [string, string, StackOptions]) =>
      work().setTag(terminal, name, value, options),
    );
}

function rmCommand(terminal: Terminal): Command {
  return onStack("rm", "Remove a tag")
    .argument("<name>", "its name")
    .action(async (name: string, options: StackOptions) => work().setTag(terminal, name, undefined, options));
}
