import { fullStackName, type FoundLock } from "../../engine/backend";
import { isApproved } from "../approval";
import { confirm } from "../questions";
import type { Terminal } from "../terminal";
import { namedStack, type StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface CancelOptions extends StackOptions {
  readonly yes?: boolean | undefined;
}

/** Deletes the locks of a stack, whoever holds them. */
export async function cancel(
  terminal: Terminal,
  argument: string | undefined,
  options: CancelOptions,
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { backend } = workspace;
  const stack = await workspace.stack(namedStack(argument, options));
  const locks = await backend.locks(stack);
  if (locks.length === 0) {
    terminal.stderr.write(`The stack ${stack.name} is not locked: there is nothing to cancel.\n`);
    return;
  }
  const holders = locks.map(holder).join(", ");
  // Whoever is dead loses nothing, and nothing can go wrong.
  if (!isApproved(options, terminal) && !locks.every(({ state }) => state === "dead")) {
    await confirm(
      `The stack ${fullStackName(stack)} is held by ${holders}. If that still runs, two may change it at once. ` +
        "Take its lock away?",
      {
        terminal,
        otherwise: `the stack ${stack.name} is held by ${holders}: say --yes to take its lock away`,
      },
    );
  }
  await backend.cancel(stack);
  terminal.stdout.write(`The lock of '${stack.name}' is taken away from ${holders}.\n`);
}

function holder({ owner, state }: FoundLock): string {
  if (owner === undefined) return "somebody unknown";
  const fate = { alive: "running", dead: "ended", "probably-dead": "probably ended", elsewhere: "elsewhere" };
  return `${owner.username}@${owner.hostname} (process ${owner.pid}, ${fate[state]}, since ${owner.timestamp})`;
}
