import { Base64Provider, base64Type } from "./base64";
import type { SecretsProvider } from "./crypter";
import { PassphraseProvider, passphraseType, type PassphraseSource } from "./passphrase";
import { SecretsError, UnsupportedSecretsProviderError } from "./secrets-error";

export { Base64Provider } from "./base64";
export type { Crypter, SecretsProvider } from "./crypter";
export { PassphraseProvider, type PassphraseSource } from "./passphrase";
export { passphraseFrom, type PassphraseEnvironment } from "./passphrase-source";
export {
  MissingPassphraseError,
  SecretsError,
  UnsupportedSecretsProviderError,
  WrongPassphraseError,
} from "./secrets-error";

/**
 * The provider that a state names.
 *
 * @throws UnsupportedSecretsProviderError for a provider of a cloud or of Pulumi's service
 */
export function secretsProvider(
  named: { type: string; state?: unknown },
  passphrase: PassphraseSource,
): SecretsProvider {
  switch (named.type) {
    case passphraseType:
      return new PassphraseProvider(saltOf(named.state), passphrase);
    case base64Type:
      return new Base64Provider();
    default:
      throw new UnsupportedSecretsProviderError(named.type);
  }
}

function saltOf(state: unknown): string {
  const salt = (state as { salt?: unknown } | null | undefined)?.salt;
  if (typeof salt === "string") return salt;
  throw new SecretsError("the state's secrets_providers.state.salt is missing: restore it from a backup");
}
