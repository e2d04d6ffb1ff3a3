import { parseStackReference, type StackReference } from "../backend";
import { selectedStack } from "../project";
import type { OpenProject } from "./open-project";

/** The selected stack, which may be gone; undefined for none. */
export async function selectedReference({
  environment,
  project,
}: Pick<OpenProject, "environment" | "project">): Promise<StackReference | undefined> {
  const selected = await selectedStack(project, environment);
  return selected === undefined ? undefined : parseStackReference(selected, project.name);
}

/** Whether a stack is the selected one. */
export async function isSelected(open: OpenProject, stack: StackReference): Promise<boolean> {
  const selected = await selectedReference(open);
  return selected?.name === stack.name && selected.project === stack.project;
}
