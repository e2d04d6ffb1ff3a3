import { randomBytes } from "node:crypto";
import type { OperationTarget } from "../../../engine/operations";
import { PassphraseProvider, secretsProvider } from "../../../engine/secrets";
import type { SealedKey } from "../../plan";
import { Digests } from "./digests";

type Secrets = Pick<OperationTarget, "secretsProvider" | "passphrase">;

/** The key of a plan's digests, in plain and as the plan keeps it. */
export interface PlanKey {
  readonly digests: Digests;
  readonly sealed: SealedKey;
}

/**
 * Makes a key, and encrypts it as the stack's secrets are.
 *
 * @throws SecretsError if there is no passphrase, or it is the wrong one
 */
export async function makePlanKey({ passphrase, secretsProvider: known }: Secrets): Promise<PlanKey> {
  const provider = known ?? (await PassphraseProvider.create(passphrase));
  const key = randomBytes(32);
  const ciphertext = (await provider.unlock()).encrypt(key.toString("base64"));
  const { state, type } = provider;
  return {
    digests: new Digests(key),
    sealed: { provider: type, ...(state === undefined ? {} : { state }), ciphertext },
  };
}

/** Opens the key of a plan. @throws SecretsError if there is no passphrase, or it is not the one that it was made with */
export async function openPlanKey({ passphrase }: Secrets, sealed: SealedKey): Promise<PlanKey> {
  const provider = secretsProvider({ type: sealed.provider, state: sealed.state }, passphrase);
  const key = (await provider.unlock()).decrypt(sealed.ciphertext);
  return { digests: new Digests(Buffer.from(key, "base64")), sealed };
}
