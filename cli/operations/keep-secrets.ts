import type { SecretValue } from "../../engine/codegen";
import { Encrypted } from "../../engine/project";
import { ensureStackSecrets } from "../../engine/stacks";
import type { Terminal } from "../terminal";
import type { Place } from "./place";

/** Puts what generated code asks of the stack's configuration there, encrypted. What is set already stays. */
export async function keepSecrets(
  { stack, workspace }: Place,
  secrets: readonly SecretValue[],
  terminal: Terminal,
): Promise<void> {
  if (secrets.length === 0) return;
  const settings = await workspace.settings(stack);
  const [known, unknown] = [true, false].map((isSet) =>
    secrets.filter(({ key }) => (settings.get(key) !== undefined) === isSet),
  ) as [SecretValue[], SecretValue[]];
  if (unknown.length > 0) {
    const crypter = await (await ensureStackSecrets(workspace, stack, settings)).unlock();
    for (const { key, value } of unknown) settings.set(key, new Encrypted(crypter.encrypt(value)));
    await settings.save();
    terminal.stderr.write(`Its secrets are in ${settings.file}, encrypted: ${keys(unknown)}\n`);
  }
  if (known.length > 0) {
    terminal.stderr.write(
      `warning: ${settings.file} has these already, and keeps them as they are: ${keys(known)}\n`,
    );
  }
}

function keys(secrets: readonly SecretValue[]): string {
  return secrets.map(({ key }) => key).join(", ");
}
