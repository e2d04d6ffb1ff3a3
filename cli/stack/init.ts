import { fullStackName } from "../../engine/backend";
import { selectStack } from "../../engine/project";
import { createStack } from "../../engine/stacks";
import { askFor } from "../questions";
import type { Terminal } from "../terminal";
import { namedStack, type StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface InitOptions extends StackOptions {
  readonly select: boolean;
}

/** Makes an empty stack and selects it. */
export async function init(
  terminal: Terminal,
  argument: string | undefined,
  options: InitOptions,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const named = namedStack(argument, options);
  const otherwise = "the stack needs a name: moorage stack init <name>";
  const name = named ?? (await askFor("What shall the stack be called?", { terminal, otherwise }));
  const stack = await createStack(workspace, name);
  if (options.select) await selectStack(workspace.project, fullStackName(stack), terminal.env);
  terminal.stdout.write(`Created stack '${stack.name}'\n`);
}
