import { listedConfig } from "../../engine/project";
import type { Terminal } from "../terminal";
import { painter } from "../colour";
import { table } from "../text/table";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { decrypter } from "./decrypter";
import { shortKey } from "./short-key";
import { valueJson, valueText } from "./value-json";

export interface LsOptions extends StackOptions {
  readonly json?: boolean | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** Lists a stack's configuration, with the project's defaults. */
export async function ls(terminal: Terminal, options: LsOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { project } = workspace;
  const settings = await workspace.settings(await workspace.stack(options.stack));
  const config = Object.entries(listedConfig(project, settings)).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const values = config.map(([, value]) => value);
  const decrypt = options.showSecrets === true ? await decrypter(workspace, settings, values) : undefined;
  if (options.json === true) {
    const json = Object.fromEntries(config.map(([key, value]) => [key, valueJson(value, decrypt)]));
    terminal.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
    return;
  }
  const rows = config.map(([key, value]) => [shortKey(key, project.name), valueText(value, decrypt)]);
  terminal.stdout.write(table(["KEY", "VALUE"], rows, painter(terminal)));
}
