import type { Crypter } from "../secrets";
import { Secret, Unknown, type PropertyValue } from "../values";
import { rememberCiphertext } from "./encode-value";

interface Sealed {
  readonly secret: Secret;
  readonly ciphertext: string;
  readonly open: (crypter: Crypter) => PropertyValue;
}

/** The secrets of a checkpoint that is read before its key is there: what is in them is not known until then. */
export class SealedSecrets {
  readonly #sealed: Sealed[] = [];

  seal(ciphertext: string, open: Sealed["open"]): Secret {
    const secret = new Secret(new Unknown());
    this.#sealed.push({ secret, ciphertext, open });
    return secret;
  }

  /** Fills in all of them. @throws what cannot be decrypted, or is nothing that was encrypted */
  open(crypter: Crypter): void {
    for (const { secret, ciphertext, open } of this.#sealed) {
      Object.assign(secret, { element: open(crypter) });
      rememberCiphertext(secret, ciphertext, crypter);
    }
  }
}
