import { rename as renameFile } from "node:fs/promises";
import { fullStackName, parseStackReference } from "../../engine/backend";
import { selectStack, stackSettingsPath } from "../../engine/project";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

/** Renames a stack, its settings with it, and selects it. */
export async function rename(terminal: Terminal, name: string, options: StackOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { backend, project } = workspace;
  const stack = await workspace.stack(options.stack);
  const to = parseStackReference(name, stack.project);
  await backend.renameStack(stack, to);
  await renameIfThere(stackSettingsPath(project, stack.name), stackSettingsPath(project, to.name));
  await selectStack(project, fullStackName(to), terminal.env);
  terminal.stdout.write(`Renamed ${stack.name} to ${to.name}\n`);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await renameFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
