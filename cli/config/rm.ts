import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface RmOptions extends StackOptions {
  readonly path?: boolean | undefined;
}

/** Removes a value of a stack's configuration; it may be gone already. */
export async function rm(terminal: Terminal, key: string, options: RmOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const settings = await workspace.settings(await workspace.stack(options.stack));
  settings.remove(key, { path: options.path === true });
  await settings.save();
}
