import type { Crypter, SecretsProvider } from "./crypter";

/** The type of the base64 provider in the state. */
export const base64Type = "b64";

const crypter: Crypter = {
  encrypt: (plaintext) => Buffer.from(plaintext).toString("base64"),
  decrypt: (ciphertext) => Buffer.from(ciphertext, "base64").toString(),
};

/** Pulumi's provider for tests, which hides nothing. A state that has it is read and kept so. */
export class Base64Provider implements SecretsProvider {
  readonly type = base64Type;
  readonly state = undefined;

  unlock(): Promise<Crypter> {
    return Promise.resolve(crypter);
  }
}
