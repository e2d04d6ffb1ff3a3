import { isProviderType, isUrn, parseUrn, type Urn } from "./urn";
import { EngineError } from "./errors";

/** One instance of a provider: its resource's URN and its id. In a state it stands as `<urn>::<id>`. */
export interface ProviderReference {
  readonly urn: Urn;
  readonly id: string;
}

/** A string does not name a provider. */
export class InvalidProviderReferenceError extends EngineError {
  override readonly name = "InvalidProviderReferenceError";

  constructor(readonly reference: string) {
    super(
      `${JSON.stringify(reference)} is no provider's reference: <URN of a pulumi:providers:…>::<id> was expected`,
    );
  }
}

/** Takes a reference apart. @throws InvalidProviderReferenceError */
export function parseProviderReference(reference: string): ProviderReference {
  const end = reference.lastIndexOf("::");
  const [urn, id] = [reference.slice(0, end), reference.slice(end + 2)];
  if (end < 0 || !isUrn(urn) || !isProviderType(parseUrn(urn).type) || id === "") {
    throw new InvalidProviderReferenceError(reference);
  }
  return { urn, id };
}

/** The reference's text. */
export function formatProviderReference({ urn, id }: ProviderReference): string {
  return `${urn}::${id}`;
}
