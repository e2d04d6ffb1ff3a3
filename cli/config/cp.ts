import { Encrypted, mapSecrets } from "../../engine/project";
import { ensureStackSecrets } from "../../engine/stacks";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import { nearest } from "../text/nearest";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";
import { decrypter } from "./decrypter";
import { shortKey } from "./short-key";

export interface CpOptions extends StackOptions {
  readonly path?: boolean | undefined;
  readonly dest: string;
}

/** Copies a value, or all of them, to another stack, whose key its secrets are encrypted with then. */
export async function cp(terminal: Terminal, key: string | undefined, options: CpOptions): Promise<void> {
  const { dest, path = false } = options;
  const workspace = await Workspace.open(options, terminal);
  const [from, to] = [await workspace.stack(options.stack), await workspace.stack(dest)];
  if (from.name === to.name && from.project === to.project) {
    throw new Failure(`${to.name} is the stack that it would be copied from: name another one by --dest`, {
      exitCode: EXIT.usage,
    });
  }
  const [source, target] = [await workspace.settings(from), await workspace.settings(to)];
  const keys = key === undefined ? Object.keys(source.config) : [key];
  const values = keys.map((each) => {
    const value = source.get(each, { path: key !== undefined && path });
    if (value !== undefined) return [each, value] as const;
    const known = Object.keys(source.config).map((name) => shortKey(name, workspace.project.name));
    throw new Failure(`the stack ${from.name} has no configuration ${each}${nearest(each, known)}`);
  });
  const decrypt = await decrypter(
    workspace,
    source,
    values.map(([, value]) => value),
  );
  const provider = await ensureStackSecrets(workspace, to, target);
  const copies = values.map(
    async ([each, value]) =>
      [
        each,
        await mapSecrets(value, async ({ ciphertext }) => {
          const crypter = await provider.unlock();
          return new Encrypted(crypter.encrypt(decrypt(ciphertext)));
        }),
      ] as const,
  );
  for (const [each, value] of await Promise.all(copies)) {
    target.set(each, value, { path: key !== undefined && path });
  }
  await target.save();
}
