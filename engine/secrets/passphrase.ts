import { randomBytes } from "node:crypto";
import type { Crypter, SecretsProvider } from "./crypter";
import { deriveKey } from "./derive-key";
import { SecretsError, WrongPassphraseError } from "./secrets-error";
import { SymmetricCrypter } from "./symmetric-crypter";

/** The type of the passphrase provider in the state. */
export const passphraseType = "passphrase";

const saltBytes = 8;
/** What is encrypted beside the salt, by which a wrong passphrase is told. */
const probe = "pulumi";

/**
 * Gives the passphrase when it is needed; it may fail.
 *
 * @param isNew nothing is encrypted with it yet, so nothing would tell that it was mistyped
 */
export type PassphraseSource = (isNew?: boolean) => Promise<string>;

/** Pulumi's passphrase provider: a key derived from a passphrase and a salt that the stack keeps. */
export class PassphraseProvider implements SecretsProvider {
  readonly type = passphraseType;
  #crypter: Promise<Crypter> | undefined;

  /** @param encryptionSalt as in the state and in Pulumi.<stack>.yaml: `v1:<salt>:v1:<nonce>:<ciphertext>` */
  constructor(
    readonly encryptionSalt: string,
    private readonly passphrase: PassphraseSource,
  ) {}

  /** The provider of a stack that has none yet, with a new salt. */
  static async create(passphrase: PassphraseSource): Promise<PassphraseProvider> {
    const salt = randomBytes(saltBytes);
    const crypter = await deriveCrypter(await passphrase(true), salt);
    const encryptionSalt = `v1:${salt.toString("base64")}:${crypter.encrypt(probe)}`;
    const provider = new PassphraseProvider(encryptionSalt, passphrase);
    provider.#crypter = Promise.resolve(crypter);
    return provider;
  }

  get state(): { salt: string } {
    return { salt: this.encryptionSalt };
  }

  unlock(): Promise<Crypter> {
    this.#crypter ??= this.#unlock();
    return this.#crypter;
  }

  async #unlock(): Promise<Crypter> {
    const [version, salt, ...sealed] = this.encryptionSalt.split(":");
    if (version !== "v1" || salt === undefined || sealed.length !== 3) {
      throw new SecretsError(
        "the stack's encryptionsalt is damaged: v1:<salt>:v1:<nonce>:<ciphertext> was expected. " +
          "Restore it from a backup of the stack's state or of Pulumi.<stack>.yaml; they hold the same one",
      );
    }
    const crypter = await deriveCrypter(await this.passphrase(), Buffer.from(salt, "base64"));
    if (!opens(crypter, sealed.join(":"))) throw new WrongPassphraseError();
    return crypter;
  }
}

async function deriveCrypter(passphrase: string, salt: Buffer): Promise<Crypter> {
  return new SymmetricCrypter(await deriveKey(passphrase, salt));
}

function opens(crypter: Crypter, ciphertext: string): boolean {
  try {
    return crypter.decrypt(ciphertext) === probe;
  } catch {
    return false;
  }
}
