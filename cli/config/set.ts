import { Encrypted } from "../../engine/project";
import { ensureStackSecrets } from "../../engine/stacks";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { readInput } from "../input";
import { askFor } from "../questions";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { looksSecret } from "./looks-secret";

export interface SetOptions extends StackOptions {
  readonly path?: boolean | undefined;
  readonly secret?: boolean | undefined;
  readonly plaintext?: boolean | undefined;
}

/** Sets a value of a stack's configuration; one that the command line does not have is read from what is piped in. */
export async function set(
  terminal: Terminal,
  key: string,
  argument: string | undefined,
  options: SetOptions,
): Promise<void> {
  const { path = false, secret = false, plaintext = false } = options;
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack);
  const settings = await workspace.settings(stack);
  const value = argument ?? (await readValue(terminal, key, secret));
  if (!secret && !plaintext && looksSecret(key, value)) {
    throw new Failure(
      `the value of ${key} looks like a secret: say --secret to encrypt it, or --plaintext if it is none`,
      { exitCode: EXIT.usage },
    );
  }
  if (secret) {
    const crypter = await (await ensureStackSecrets(workspace, stack, settings)).unlock();
    settings.set(key, new Encrypted(crypter.encrypt(value)), { path });
  } else {
    settings.set(key, value, { path });
  }
  await settings.save();
}

async function readValue(terminal: Terminal, key: string, isSecret: boolean): Promise<string> {
  // As with the CLI, the end of the last line is not part of the value.
  if (terminal.stdin.isTTY !== true) return (await readInput(terminal.stdin)).replace(/\r?\n$/, "");
  return askFor(`The value of ${key}:`, {
    terminal,
    isSecret,
    otherwise: `${key} needs a value: give it after the key, or pipe it in`,
  });
}
