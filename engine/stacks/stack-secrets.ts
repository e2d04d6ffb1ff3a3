import type { Backend, StackReference } from "../backend";
import type { StackSettings } from "../project";
import {
  PassphraseProvider,
  SecretsError,
  UnsupportedSecretsProviderError,
  type Crypter,
  type PassphraseSource,
  type SecretsProvider,
} from "../secrets";
import { parseCheckpoint } from "../state";
import type { OpenProject } from "./open-project";

/**
 * What a stack's settings say that its secrets are encrypted with; undefined if they say nothing.
 *
 * @throws UnsupportedSecretsProviderError
 */
export function stackSecrets(
  settings: StackSettings,
  passphrase: PassphraseSource,
): SecretsProvider | undefined {
  const named = settings.secretsProvider;
  if (named !== undefined && named !== "passphrase") throw new UnsupportedSecretsProviderError(named);
  const salt = settings.encryptionSalt;
  return salt === undefined ? undefined : new PassphraseProvider(salt, passphrase);
}

/**
 * What reads the secrets of a stack's settings.
 *
 * @throws SecretsError if the settings have no salt, there is no passphrase, or it is the wrong one
 */
export async function unlockStackSecrets(
  settings: StackSettings,
  passphrase: PassphraseSource,
): Promise<Crypter> {
  const provider = stackSecrets(settings, passphrase);
  if (provider !== undefined) return provider.unlock();
  throw new SecretsError(
    `${settings.file} has secrets and no encryptionsalt, without which no passphrase opens them: ` +
      "restore it from a backup, or set the secrets anew",
  );
}

/**
 * What a stack's secrets are encrypted with, for one that is to be encrypted. Settings that have no salt get the one of the stack's state, or a new
 * one; they are not saved yet.
 *
 * @throws SecretsError if there is no passphrase, or it is the wrong one
 */
export async function ensureStackSecrets(
  { backend, passphrase }: OpenProject,
  stack: StackReference,
  settings: StackSettings,
): Promise<SecretsProvider> {
  const known = stackSecrets(settings, passphrase);
  if (known !== undefined) return known;
  const salt = (await backend.hasStack(stack)) ? saltIn(await backend.readCheckpoint(stack)) : undefined;
  const provider =
    salt === undefined
      ? await PassphraseProvider.create(passphrase)
      : new PassphraseProvider(salt, passphrase);
  settings.encryptionSalt = provider.encryptionSalt;
  return provider;
}

function saltIn({ text, location }: Awaited<ReturnType<Backend["readCheckpoint"]>>): string | undefined {
  const { checkpoint: { latest } = {} } = parseCheckpoint(text, location) as {
    checkpoint?: { latest?: { secrets_providers?: { type?: string; state?: { salt?: string } } } };
  };
  const named = latest?.secrets_providers;
  return named?.type === "passphrase" ? named.state?.salt : undefined;
}
