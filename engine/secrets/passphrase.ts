import { createHash, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Crypter, SecretsProvider } from "./crypter";
import { SecretsError, WrongPassphraseError } from "./secrets-error";
import { SymmetricCrypter } from "./symmetric-crypter";

/** The type of the passphrase provider in the state. */
export const passphraseType = "passphrase";

const iterations = 1_000_000;
const keyBytes = 32;
const saltBytes = 8;
/** What is encrypted beside the salt, by which a wrong passphrase is told. */
const probe = "pulumi";

const derive = promisify(pbkdf2);

/** Gives the passphrase when it is needed; it may fail. */
export type PassphraseSource = () => Promise<string>;

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
    const crypter = await deriveCrypter(await passphrase(), salt);
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

/** Keys by the hash of what they are derived from: one process derives each once. */
const derived = new Map<string, Promise<Crypter>>();

function deriveCrypter(passphrase: string, salt: Buffer): Promise<Crypter> {
  const name = createHash("sha256").update(salt).update(passphrase).digest("hex");
  const crypter =
    derived.get(name) ??
    derive(passphrase, salt, iterations, keyBytes, "sha256").then((key) => new SymmetricCrypter(key));
  derived.set(name, crypter);
  return crypter;
}

function opens(crypter: Crypter, ciphertext: string): boolean {
  try {
    return crypter.decrypt(ciphertext) === probe;
  } catch {
    return false;
  }
}
