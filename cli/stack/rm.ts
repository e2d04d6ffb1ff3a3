import { fullStackName, requireEmpty } from "../../engine/backend";
import { removeStack } from "../../engine/stacks";
import { isApproved } from "../approval";
import { confirm } from "../questions";
import type { Terminal } from "../terminal";
import { namedStack, type StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface RmOptions extends StackOptions {
  readonly force?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly preserveConfig?: boolean | undefined;
  readonly removeBackups?: boolean | undefined;
}

/** Removes a stack and its settings. With `force` also one that has resources, which are nobody's then. */
export async function rm(
  terminal: Terminal,
  argument: string | undefined,
  options: RmOptions,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(namedStack(argument, options), { orTheOnlyOne: false });
  const name = fullStackName(stack);
  if (!isApproved(options, terminal)) {
    // Nobody is asked what is refused then.
    if (options.force !== true) requireEmpty(stack, await workspace.backend.readCheckpoint(stack));
    await confirm(`Remove the stack ${name} for good, with its history and its configuration?`, {
      terminal,
      otherwise: `the stack ${name} is removed for good: say --yes if that is meant`,
    });
  }
  await removeStack(workspace, stack, {
    force: options.force === true,
    preserveConfig: options.preserveConfig === true,
    removeBackups: options.removeBackups === true,
  });
  terminal.stdout.write(`Stack '${stack.name}' has been removed!\n`);
}
