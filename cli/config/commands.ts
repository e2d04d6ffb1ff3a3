import { Command, Option } from "commander";
import { addDefault } from "../default-command";
import type { Terminal } from "../terminal";
import { onStack } from "../workspace/options";
import type * as Work from ".";
import type { GetOptions } from "./get";
import type { LsOptions } from "./ls";
import type { RmOptions } from "./rm";
import type { SetOptions } from "./set";

/** Loaded by the command that needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

const paths = `
With --path the key leads into a map or a list: 'parent.name', 'names[0]', '["parent.name"]["nested.name"]'.`;

/** `moorage config …`: what a stack's program is told. */
export function configCommand(terminal: Terminal): Command {
  const group = new Command("config").description("Set, print and remove a stack's configuration");
  return addDefault(group, lsCommand(terminal))
    .addCommand(setCommand(terminal))
    .addCommand(getCommand(terminal))
    .addCommand(rmCommand(terminal));
}

function lsCommand(terminal: Terminal): Command {
  return onStack("ls", "List a stack's configuration")
    .option("-j, --json", "print it as JSON")
    .option("--show-secrets", "print secret values in plain")
    .action(async (options: LsOptions) => work().ls(terminal, options));
}

function setCommand(terminal: Terminal): Command {
  return onStack("set", "Set a value")
    .usage("[options] <key> [--] [value]")
    .argument("<key>", "its name; <namespace>:<name> for another's than the project's")
    .argument("[value]", "the value (default: what is piped in, without the end of the last line)")
    .addOption(new Option("--secret", "encrypt it").conflicts("plaintext"))
    .option("--plaintext", "keep it in plain, also where it looks like a secret")
    .option("--path", "the key is a path")
    .addHelpText(
      "after",
      `${paths} There, true, false and whole numbers become such; a value of its own stays a text.`,
    )
    .action(async (...[key, value, options]: [string, string | undefined, SetOptions]) =>
      work().set(terminal, key, value, options),
    );
}

function getCommand(terminal: Terminal): Command {
  return onStack("get", "Print a value in plain, secret or not")
    .argument("<key>", "its name")
    .option("--path", "the key is a path")
    .option("-j, --json", "print it as JSON, with whether it is a secret")
    .addHelpText("after", paths)
    .action(async (key: string, options: GetOptions) => work().get(terminal, key, options));
}

function rmCommand(terminal: Terminal): Command {
  return onStack("rm", "Remove a value")
    .argument("<key>", "its name")
    .option("--path", "the key is a path")
    .addHelpText("after", paths)
    .action(async (key: string, options: RmOptions) => work().rm(terminal, key, options));
}
