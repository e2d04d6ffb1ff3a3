import { fullStackName } from "../../engine/backend";
import { changeConfig, changesOf, type ConfigChange } from "../../sdk/automation/configuration";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { homeOf } from "../workspace/home";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface SetAllOptions extends StackOptions {
  readonly path?: boolean | undefined;
  /** `key=value` each. */
  readonly plaintext?: readonly string[] | undefined;
  readonly secret?: readonly string[] | undefined;
  /** As `config --json` prints it. */
  readonly json?: string | undefined;
}

export interface RmAllOptions extends StackOptions {
  readonly path?: boolean | undefined;
}

/** Sets several values: all of them, or none. */
export async function setAll(terminal: Terminal, options: SetAllOptions): Promise<void> {
  const { json, path = false, plaintext = [], secret = [] } = options;
  const given = [
    ...plaintext.map((pair) => changeOf(pair, path, false)),
    ...secret.map((pair) => changeOf(pair, path, true)),
  ];
  if (json !== undefined && (given.length > 0 || path)) throw usage("--json stands alone");
  if (json === undefined && given.length === 0) {
    throw usage("nothing is to be set: say --plaintext key=value, --secret key=value, or --json");
  }
  await change(terminal, options, json === undefined ? given : changesOf(json));
}

/** Removes several values; they may be gone already. */
export function rmAll(terminal: Terminal, keys: readonly string[], options: RmAllOptions): Promise<void> {
  const { path = false } = options;
  return change(
    terminal,
    options,
    keys.map((key) => ({ key, remove: true, path })),
  );
}

async function change(
  terminal: Terminal,
  options: StackOptions,
  changes: readonly ConfigChange[],
): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const needsSecrets = changes.some((each) => "set" in each && each.set.secret === true);
  const home = await homeOf(workspace, terminal, needsSecrets ? stack : undefined);
  await changeConfig(home, fullStackName(stack), changes);
}

function changeOf(pair: string, path: boolean, secret: boolean): ConfigChange {
  const end = pair.indexOf("=");
  // What stands there instead may be a secret.
  if (end < 1) throw usage(`a value of ${secret ? "--secret" : "--plaintext"} is no key=value`);
  return { key: pair.slice(0, end), set: { value: pair.slice(end + 1), secret }, path };
}

function usage(message: string): Failure {
  return new Failure(message, { exitCode: EXIT.usage });
}
