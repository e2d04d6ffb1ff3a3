import { Command } from "commander";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";

/**
 * Adds commands that Pulumi's CLI has and this one has not, so that whoever types one is told what to type. They are in
 * no help.
 * @param instead what to type in the place of each, without `pulumi` before it; its own name where that is left out
 */
export function addElsewhere(
  group: Command,
  names: readonly string[],
  instead: Readonly<Record<string, string>> = {},
): Command {
  for (const name of names) group.addCommand(elsewhere(group, name, instead[name]), { hidden: true });
  return group;
}

function elsewhere(group: Command, name: string, instead: string | undefined): Command {
  return new Command(name)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      const path = [...(group.parent === null ? [] : [group.name()]), name].join(" ");
      const what = instead ?? `pulumi ${path}`;
      throw new Failure(
        `moorage has no \`${path}\`: use \`${what}\`${instead === undefined ? ON_SAME : ""}`,
        {
          exitCode: EXIT.usage,
        },
      );
    });
}

const ON_SAME = ", which works on the same stacks";
