import { fullStackName, parseStackReference, type StackReference } from "../../engine/backend";
import { selectStack } from "../../engine/project";
import { createStack } from "../../engine/stacks";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { choose } from "../questions";
import type { Terminal } from "../terminal";
import { namedStack, type StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface SelectOptions extends StackOptions {
  readonly create?: boolean | undefined;
}

/** Selects the stack that commands are about which name none. The CLI sees it, too. */
export async function select(
  terminal: Terminal,
  argument: string | undefined,
  options: SelectOptions,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const name = namedStack(argument, options) ?? (await chooseStack(terminal, workspace));
  const stack = await theStack(workspace, name, options.create === true);
  await selectStack(workspace.project, fullStackName(stack), terminal.env);
}

async function theStack(workspace: Workspace, name: string, isCreated: boolean): Promise<StackReference> {
  const meant = parseStackReference(name, workspace.project.name);
  if (isCreated && !(await workspace.backend.hasStack(meant))) return createStack(workspace, name);
  return workspace.stack(name);
}

async function chooseStack(terminal: Terminal, { backend, project }: Workspace): Promise<string> {
  const stacks = await backend.listStacks(project.name);
  if (stacks.length === 0) {
    throw new Failure(
      `the project ${project.name} has no stack in ${backend.url}: make one with \`moorage stack init <name>\``,
      { exitCode: EXIT.noStack },
    );
  }
  const names = stacks.map(({ name }) => name);
  return choose(
    "Which stack?",
    names.map((name) => ({ value: name, label: name })),
    { terminal, otherwise: `say which stack: moorage stack select <name> (${names.join(", ")})` },
  );
}
