import { secretsProvider, type Crypter, type PassphraseSource } from "../secrets";
import { signatureKey, signatures } from "../values";
import type { ExportedStack } from "./export-stack";

/**
 * The same export with its secrets in plain, as `pulumi stack export --show-secrets` prints it. An import encrypts
 * them again.
 *
 * @throws SecretsError
 */
export async function inPlain(exported: ExportedStack, passphrase: PassphraseSource): Promise<ExportedStack> {
  const { secrets_providers: named } = (exported.deployment ?? {}) as {
    secrets_providers?: { type: string; state?: unknown };
  };
  if (named === undefined || named.type === "") return exported;
  const crypter = await secretsProvider(named, passphrase).unlock();
  return { ...exported, deployment: decrypted(exported.deployment, crypter) as object };
}

function decrypted(value: unknown, crypter: Crypter): unknown {
  if (Array.isArray(value)) return value.map((element) => decrypted(element, crypter));
  if (typeof value !== "object" || value === null) return value;
  const { ciphertext, ...rest } = value as Record<string, unknown>;
  if (rest[signatureKey] === signatures.secret && typeof ciphertext === "string") {
    return { ...rest, plaintext: crypter.decrypt(ciphertext) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decrypted(member, crypter)]));
}
