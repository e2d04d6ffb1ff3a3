import { writeFile } from "node:fs/promises";
import { exportStack, inPlain } from "../../engine/transfer";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface ExportOptions extends StackOptions {
  readonly file?: string | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** Prints a stack's state as `stack import` takes it, ours and the CLI's. */
export async function exportTo(terminal: Terminal, options: ExportOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const kept = await exportStack(workspace.backend, stack);
  const exported = options.showSecrets === true ? await inPlain(kept, workspace.passphrase) : kept;
  // The CLI says so of a stack that was never deployed.
  const text = `${JSON.stringify({ ...exported, deployment: exported.deployment ?? null }, undefined, 4)}\n`;
  if (options.file === undefined) terminal.stdout.write(text);
  else await save(options.file, text);
}

/** Nobody else may read it: there may be secrets in it. */
async function save(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 });
  } catch (cause) {
    throw new Failure(`the stack cannot be exported to a file: ${(cause as Error).message}`, { cause });
  }
}
