import { renameStack } from "../../engine/stacks";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

/** Renames a stack, its settings with it, and selects it. */
export async function rename(terminal: Terminal, name: string, options: StackOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const renamed = await renameStack(workspace, stack, name);
  terminal.stdout.write(`Renamed ${stack.name} to ${renamed.name}\n`);
}
