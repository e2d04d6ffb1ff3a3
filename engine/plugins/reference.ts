import { EngineError } from "../errors";
import { isUrn, type Urn } from "../urn";

/** A provider resource as others name it: its URN and its id. */
export interface ProviderReference {
  urn: Urn;
  id: string;
}

/** In the place of an id: this package's default provider was forbidden by the stack's configuration. */
export const deniedDefaultProvider = "denydefaultprovider";

/**
 * Takes a reference, `<urn>::<id>`, apart.
 *
 * @throws EngineError for what is none
 */
export function parseReference(text: string): ProviderReference {
  const at = text.lastIndexOf("::");
  const reference = { urn: text.slice(0, Math.max(at, 0)), id: text.slice(at + 2) };
  if (at < 0 || reference.id === "" || !isUrn(reference.urn)) {
    throw new EngineError(`${JSON.stringify(text)} is not a provider reference: <urn>::<id> was expected`);
  }
  return reference;
}

/** The written form of a reference. */
export function formatReference({ urn, id }: ProviderReference): string {
  return `${urn}::${id}`;
}
