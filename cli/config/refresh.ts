import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import { fullStackName } from "../../engine/backend";
import { stackSettingsPath } from "../../engine/project";
import { restoreConfig } from "../../sdk/automation/history";
import type { Terminal } from "../terminal";
import { homeOf } from "../workspace/home";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface RefreshOptions extends StackOptions {
  readonly force?: boolean | undefined;
}

/** Puts the configuration of the last operation in the place of the present one, which is kept beside it. */
export async function refresh(terminal: Terminal, options: RefreshOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const home = await homeOf(workspace, terminal, stack);
  const file = stackSettingsPath(workspace.project, stack.name);
  const backup = options.force === true ? undefined : await backUp(file, `${file}.bak`);
  await restoreConfig(home, fullStackName(stack));
  if (backup !== undefined) terminal.stdout.write(`What was in ${file} is in ${backup} now\n`);
  terminal.stdout.write(`The configuration of '${stack.name}' is that of its last operation\n`);
}

/** Copies a file to a name that is free, as the CLI does. @returns where; undefined where there is no file */
async function backUp(file: string, to: string): Promise<string | undefined> {
  try {
    await copyFile(file, to, constants.COPYFILE_EXCL);
    return to;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return backUp(file, `${to}.bak`);
    if (code === "ENOENT") return undefined;
    throw error;
  }
}
