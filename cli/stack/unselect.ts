import { selectStack } from "../../engine/project";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

/** Lets no stack be the selected one. */
export async function unselect(terminal: Terminal, options: Pick<StackOptions, "cwd">): Promise<void> {
  const { environment, project } = await Workspace.open(options, terminal);
  await selectStack(project, undefined, environment);
}
