import { Command, Option } from "commander";
import { addDefault } from "../default-command";
import { addElsewhere } from "../elsewhere";
import type { Terminal } from "../terminal";
import { collect, onStack } from "../workspace/options";
import type * as Work from ".";
import type { CpOptions } from "./cp";
import type { GetOptions } from "./get";
import type { LsOptions } from "./ls";
import type { RefreshOptions } from "./refresh";
import type { RmOptions } from "./rm";
import type { SetOptions } from "./set";
import type { RmAllOptions, SetAllOptions } from "./set-all";

/** Loaded by the command that needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

/** Takes --path, and explains it. */
function byPath(command: Command, flag = "the key is a path", more = ""): Command {
  return command.option("--path", flag).addHelpText(
    "after",
    `
With --path the key leads into a map or a list: 'parent.name', 'names[0]', '["parent.name"]["nested.name"]'.${more}`,
  );
}

/** `moorage config …`: what a stack's program is told. */
export function configCommand(terminal: Terminal): Command {
  const group = new Command("config").description("Set, print and remove a stack's configuration");
  addDefault(group, lsCommand(terminal))
    .addCommand(setCommand(terminal))
    .addCommand(getCommand(terminal))
    .addCommand(rmCommand(terminal))
    .addCommand(setAllCommand(terminal))
    .addCommand(rmAllCommand(terminal))
    .addCommand(cpCommand(terminal))
    .addCommand(refreshCommand(terminal));
  return addElsewhere(group, ["env"]);
}

function lsCommand(terminal: Terminal): Command {
  return onStack("ls", "List a stack's configuration")
    .option("-j, --json", "print it as JSON")
    .option("--show-secrets", "print secret values in plain")
    .action(async (options: LsOptions) => work().ls(terminal, options));
}

function setCommand(terminal: Terminal): Command {
  const set = onStack("set", "Set a value")
    .usage("[options] <key> [--] [value]")
    .argument("<key>", "its name; <namespace>:<name> for another's than the project's")
    .argument("[value]", "the value (default: what is piped in, without the end of the last line)")
    .addOption(new Option("--secret", "encrypt it").conflicts("plaintext"))
    .option("--plaintext", "keep it in plain, also where it looks like a secret");
  const coercion = " There, true, false and whole numbers become such; a value of its own stays a text.";
  return byPath(set, "the key is a path", coercion).action(
    async (...[key, value, options]: [string, string | undefined, SetOptions]) =>
      work().set(terminal, key, value, options),
  );
}

function getCommand(terminal: Terminal): Command {
  return byPath(onStack("get", "Print a value in plain, secret or not").argument("<key>", "its name"))
    .option("-j, --json", "print it as JSON, with whether it is a secret")
    .action(async (key: string, options: GetOptions) => work().get(terminal, key, options));
}

function rmCommand(terminal: Terminal): Command {
  return byPath(onStack("rm", "Remove a value").argument("<key>", "its name")).action(
    async (key: string, options: RmOptions) => work().rm(terminal, key, options),
  );
}

function setAllCommand(terminal: Terminal): Command {
  const setAll = onStack("set-all", "Set several values: all of them, or none")
    .option("--plaintext <key=value>", "keep this in plain; may be given again", collect)
    .option("--secret <key=value>", "encrypt this; may be given again", collect)
    .option("--json <text>", "what `config --json --show-secrets` prints, in the place of the others");
  const warning = " What is typed is in the process list: `config set --secret` reads a pipe.";
  return byPath(setAll, "the keys are paths", warning).action(async (options: SetAllOptions) =>
    work().setAll(terminal, options),
  );
}

function rmAllCommand(terminal: Terminal): Command {
  const rmAll = onStack("rm-all", "Remove several values").argument("<keys...>", "their names");
  return byPath(rmAll, "the keys are paths").action(async (keys: string[], options: RmAllOptions) =>
    work().rmAll(terminal, keys, options),
  );
}

function cpCommand(terminal: Terminal): Command {
  const cp = onStack("cp", "Copy configuration to another stack")
    .argument("[key]", "only this value (default: all)")
    .requiredOption("-d, --dest <name>", "the stack that gets it");
  return byPath(cp).action(async (key: string | undefined, options: CpOptions) =>
    work().cp(terminal, key, options),
  );
}

function refreshCommand(terminal: Terminal): Command {
  return onStack("refresh", "Put the configuration of the last operation in the place of the present one")
    .option("-f, --force", "without keeping the present one beside it, as .bak")
    .action(async (options: RefreshOptions) => work().refresh(terminal, options));
}
