import { listedConfig, valueAtKey } from "../../engine/project";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { nearest } from "../text/nearest";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { decrypter } from "./decrypter";
import { shortKey } from "./short-key";
import { valueJson, valueText } from "./value-json";

export interface GetOptions extends StackOptions {
  readonly path?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Prints one value, in plain, of the stack or else of the project's defaults. */
export async function get(terminal: Terminal, key: string, options: GetOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { project } = workspace;
  const stack = await workspace.stack(options.stack);
  const settings = await workspace.settings(stack);
  const config = listedConfig(project, settings);
  const value = valueAtKey(config, project.name, key, { path: options.path === true });
  if (value === undefined) {
    const known = Object.keys(config).map((each) => shortKey(each, project.name));
    throw new Failure(`the stack ${stack.name} has no configuration ${key}${nearest(key, known)}`);
  }
  const decrypt = await decrypter(workspace, settings, [value]);
  const text =
    options.json === true
      ? JSON.stringify(valueJson(value, decrypt), undefined, 2)
      : valueText(value, decrypt);
  terminal.stdout.write(`${text}\n`);
}
