import { Command } from "commander";
import { addElsewhere } from "../elsewhere";
import type { Terminal } from "../terminal";
import { onStack } from "../workspace/options";
import type * as Work from ".";
import type { DeleteOptions } from "./delete";
import type { EditOptions } from "./edit";
import type { ForgetOptions } from "./forget";
import type { ProtectOptions } from "./protect";

/** Loaded by the command that needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const work = () => require(".") as typeof Work;

const resources = "their URNs, or their names where no other resource has them";

/** `moorage state …`: repairs of a stack's state by hand. */
export function stateCommand(terminal: Terminal): Command {
  const group = new Command("state")
    .description("Edit the state of a stack by hand; nothing on the hosts is touched")
    .addCommand(deleteCommand(terminal))
    .addCommand(renameCommand(terminal))
    .addCommand(protectCommand(terminal, "protect"))
    .addCommand(protectCommand(terminal, "unprotect"))
    .addHelpText(
      "after",
      "\nEach edit holds the stack's lock, checks the state before it is written, and leaves the one before beside\n" +
        "it, as .bak. `moorage stack --show-urns` lists URNs; quote them, since $ means something to a shell.",
    );
  return addElsewhere(group, ["edit", "move", "repair", "taint", "untaint", "upgrade"], {
    taint: "moorage up --replace <urn>",
  });
}

/** `moorage forget`, in the words of daily work. */
export function forgetCommand(terminal: Terminal): Command {
  return editing("forget", "Manage hosts or objects no longer, and leave them as they are")
    .argument("<names...>", "by the names that the program gives them, or URNs")
    .option("--target-dependents", "with all that depends on them: of a host, what is on it")
    .option("--force", "protected ones, too")
    .addHelpText(
      "after",
      "\nThey are taken out of the state, and that is all: no host is dialled, containers go on running, and the\n" +
        "marks that tell whose they are stay. So a program that still has them gets them back with `moorage up`,\n" +
        "as they are. It is how a stack lets go of a host that is gone for good:\n" +
        "  moorage forget web-1 --target-dependents",
    )
    .action(async (names: string[], options: ForgetOptions) => work().forget(terminal, names, options));
}

function deleteCommand(terminal: Terminal): Command {
  return editing("delete", "Take resources out of the state")
    .argument("[resources...]", resources)
    .option("--all", "all there are")
    .option("--target-dependents", "with all that depends on them")
    .option("--force", "protected ones, too")
    .action(async (names: string[], options: DeleteOptions) =>
      work().deleteFromState(terminal, names, options),
    );
}

function renameCommand(terminal: Terminal): Command {
  return editing("rename", "Give a resource another name in the state")
    .argument("<resource>", "its URN, or its name where no other resource has it")
    .argument("<name>", "the new name, as the program has it")
    .action(async (resource: string, name: string, options: EditOptions) =>
      work().rename(terminal, resource, name, options),
    );
}

function protectCommand(terminal: Terminal, name: "protect" | "unprotect"): Command {
  const description =
    name === "protect" ? "Protect resources from deletion" : "Let resources be deleted again";
  return editing(name, `${description}, until the program says otherwise`)
    .argument("[resources...]", resources)
    .option("--all", "all there are")
    .action(async (names: string[], options: ProtectOptions) =>
      work().protect(terminal, names, options, name === "protect"),
    );
}

function editing(name: string, description: string): Command {
  return onStack(name, description).option("-y, --yes", "do not ask");
}
