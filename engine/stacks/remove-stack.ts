import { rm } from "node:fs/promises";
import type { RemoveStackOptions, StackReference } from "../backend";
import { selectStack, stackSettingsPath } from "../project";
import type { OpenProject } from "./open-project";
import { isSelected } from "./selected";

/** What of a stack is removed. */
export interface StackRemoval extends RemoveStackOptions {
  /** Keep the stack's settings, its configuration with them. @default false */
  preserveConfig?: boolean;
}

/**
 * Removes a stack with its history and its settings. If it was the selected one, none is then.
 *
 * @throws StackNotFoundError; StackNotEmptyError unless `force`
 */
export async function removeStack(
  open: OpenProject,
  stack: StackReference,
  { preserveConfig = false, ...options }: StackRemoval = {},
): Promise<void> {
  const { backend, environment, project } = open;
  await backend.removeStack(stack, options);
  // The settings of another project's stacks are in that project's folder.
  if (stack.project === project.name && !preserveConfig) {
    await rm(stackSettingsPath(project, stack.name), { force: true });
  }
  if (await isSelected(open, stack)) await selectStack(project, undefined, environment);
}
