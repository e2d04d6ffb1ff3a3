import type { Backend } from "../backend";
import { parseStackReference } from "../backend";
import type { PassphraseSource } from "../secrets";
import { decodeCheckpoint, type ResourceState } from "../state";
import { rootStackType } from "../urn";
import type { PropertyMap } from "../values";

/** The outputs in a state: those of the resource that stands for the stack. */
export function outputsIn(resources: readonly ResourceState[]): PropertyMap {
  return resources.find(({ type, delete: isOld }) => type === rootStackType && !isOld)?.outputs ?? {};
}

/**
 * Reads another stack's outputs, for stack references.
 *
 * @param name `<stack>` of the same project, or `organization/<project>/<stack>`
 * @throws StackNotFoundError; SecretsError if its secrets cannot be decrypted with this passphrase
 */
export async function readStackOutputs(
  backend: Backend,
  name: string,
  project: string,
  passphrase: PassphraseSource,
): Promise<PropertyMap> {
  const { text, location } = await backend.readCheckpoint(parseStackReference(name, project));
  const { resources } = await decodeCheckpoint(text, { location, passphrase });
  return outputsIn(resources);
}
