import { editState } from "../../engine/edit";
import type { ResourceState } from "../../engine/state";
import { isApproved } from "../approval";
import { confirm } from "../questions";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface EditOptions extends StackOptions {
  readonly yes?: boolean | undefined;
}

/** What an edit comes to. */
export interface Edit {
  /** The state as it shall be. */
  readonly resources: readonly ResourceState[];
  /** What is about to be done, as a line each, before the question. */
  readonly about: readonly string[];
  /** The line that says that it is done. */
  readonly done: string;
}

/**
 * Edits a stack's state: finds out what that means, asks, and does it to the state as it is then, under its lock.
 * @param plan called again under the lock; what it throws leaves the state as it is
 */
export async function edit(
  terminal: Terminal,
  options: EditOptions,
  question: string,
  plan: (resources: readonly ResourceState[]) => Edit,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { backend, passphrase } = workspace;
  const stack = await workspace.stack(options.stack);
  const { about } = plan((await workspace.snapshot(stack)).resources);
  if (!isApproved(options, terminal)) {
    const lines = about.map((line) => `  ${line}\n`).join("");
    const otherwise = `nothing was done to the state of ${stack.name}. Say --yes to edit it:\n${lines.trimEnd()}`;
    if (terminal.stdin.isTTY === true) terminal.stdout.write(`${stack.name}:\n${lines}`);
    await confirm(question, { terminal, otherwise });
  }
  let done = "";
  await editState(
    backend,
    stack,
    (resources) => {
      const planned = plan(resources);
      done = planned.done;
      return planned.resources;
    },
    { passphrase },
  );
  terminal.stdout.write(`${done}\n`);
}
