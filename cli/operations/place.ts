import { fullStackName, type StackReference } from "../../engine/backend";
import { createStack, NoStackChosenError } from "../../engine/stacks";
import type { Home } from "../../sdk/automation/home";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { askFor, confirm, isInteractive } from "../questions";
import type { Terminal } from "../terminal";
import { homeOf } from "../workspace/home";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

/** The stack that an operation is about, as the automation API is told of it. */
export interface Place {
  readonly workspace: Workspace;
  readonly stack: StackReference;
  /** Its full name. */
  readonly name: string;
  readonly home: Home;
}

/** Finds the stack; where there is none, and somebody who can be asked, one is made. */
export async function findPlace(options: StackOptions, terminal: Terminal): Promise<Place> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack).catch((error: unknown) => {
    if (!isInteractive(terminal)) throw error;
    return offerStack(workspace, options.stack, error, terminal);
  });
  return { workspace, stack, name: fullStackName(stack), home: await homeOf(workspace, terminal, stack) };
}

async function offerStack(
  workspace: Workspace,
  named: string | undefined,
  error: unknown,
  terminal: Terminal,
): Promise<StackReference> {
  const otherwise = "make the stack first: moorage stack init <name>";
  if (named !== undefined && error instanceof Failure && error.exitCode === EXIT.noStack) {
    await confirm(`${error.message}. Make it?`, { terminal, otherwise });
    return createStack(workspace, named);
  }
  if (!(error instanceof NoStackChosenError) || error.stacks.length > 0) throw error;
  const question = `${workspace.project.name} has no stack yet. What shall the first one be called?`;
  return createStack(workspace, await askFor(question, { terminal, otherwise }));
}
