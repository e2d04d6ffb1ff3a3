import { parseStackReference, StackExistsError, type StackReference } from "../../engine/backend";
import { ensureStackSecrets } from "../../engine/stacks";
import type { Workspace } from "./workspace";

/**
 * Makes an empty stack, with a key for its secrets. What its settings say already, they keep: somebody may have
 * checked them in.
 * @throws StackExistsError, InvalidStackNameError; SecretsError without the passphrase, and nothing is made then
 */
export async function createStack(workspace: Workspace, name: string): Promise<StackReference> {
  const { backend, project } = workspace;
  const stack = parseStackReference(name, project.name);
  if (await backend.hasStack(stack)) throw new StackExistsError(stack, backend.url);
  const settings = await workspace.settings(stack);
  const salt = settings.encryptionSalt;
  await (await ensureStackSecrets(workspace, stack, settings)).unlock();
  await backend.createStack(stack);
  if (settings.encryptionSalt !== salt) await settings.save();
  return stack;
}
