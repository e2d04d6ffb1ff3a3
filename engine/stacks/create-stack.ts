import { parseStackReference, StackExistsError, type StackReference } from "../backend";
import { StackSettings } from "../project";
import type { OpenProject } from "./open-project";
import { ensureStackSecrets } from "./stack-secrets";

/**
 * Makes an empty stack, with a key for its secrets. What its settings say already, they keep: somebody may have
 * checked them in.
 *
 * @param name `<stack>` or `organization/<project>/<stack>`
 * @throws StackExistsError, InvalidStackNameError; SecretsError without the passphrase, and nothing is made then
 */
export async function createStack(open: OpenProject, name: string): Promise<StackReference> {
  const { backend, project } = open;
  const stack = parseStackReference(name, project.name);
  if (await backend.hasStack(stack)) throw new StackExistsError(stack, backend.url);
  const settings = await StackSettings.read(project, stack.name);
  const salt = settings.encryptionSalt;
  await (await ensureStackSecrets(open, stack, settings)).unlock();
  await backend.createStack(stack);
  if (settings.encryptionSalt !== salt) await settings.save();
  return stack;
}
