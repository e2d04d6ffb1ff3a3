/** Turns secrets into ciphertexts and back. Both are strings as Pulumi keeps them in state and config. */
export interface Crypter {
  encrypt(plaintext: string): string;
  /** @throws SecretsError if the ciphertext was not made with this key, or was changed since */
  decrypt(ciphertext: string): string;
}

/** Where a stack's key comes from. What is in the state of it is kept as it is. */
export interface SecretsProvider {
  /** Its name in the state: `passphrase`. */
  readonly type: string;
  /** What the state keeps beside the name; undefined for none. */
  readonly state: unknown;
  /**
   * The key, got once and kept: deriving it takes a quarter of a second, so it is got only when a secret needs it.
   *
   * @throws SecretsError if there is no passphrase, or it is the wrong one
   */
  unlock(): Promise<Crypter>;
}
