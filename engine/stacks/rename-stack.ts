import { rename } from "node:fs/promises";
import { fullStackName, parseStackReference, type StackReference } from "../backend";
import { selectStack, stackSettingsPath } from "../project";
import type { OpenProject } from "./open-project";

/**
 * Renames a stack, its settings with it, and selects it.
 *
 * @param name the new one; `organization/<project>/<stack>` for another project
 * @throws StackExistsError, StackNotFoundError, InvalidStackNameError
 */
export async function renameStack(
  { backend, environment, project }: OpenProject,
  stack: StackReference,
  name: string,
): Promise<StackReference> {
  const renamed = parseStackReference(name, stack.project);
  await backend.renameStack(stack, renamed);
  // The settings of another project's stacks are in that project's folder.
  if (stack.project === project.name) {
    await renameIfThere(stackSettingsPath(project, stack.name), stackSettingsPath(project, renamed.name));
  }
  await selectStack(project, fullStackName(renamed), environment);
  return renamed;
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
