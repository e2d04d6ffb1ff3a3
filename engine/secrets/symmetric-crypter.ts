import { createCipheriv, createDecipheriv } from "node:crypto";
import { randomBytes } from "../random-bytes";
import type { Crypter } from "./crypter";
import { SecretsError } from "./secrets-error";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM as Pulumi writes it: `v1:<nonce>:<ciphertext and tag>`, both in base64. */
export class SymmetricCrypter implements Crypter {
  /** @param key 32 bytes */
  constructor(private readonly key: Buffer) {}

  encrypt(plaintext: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  decrypt(ciphertext: string): string {
    const [version, nonce, sealed, ...rest] = ciphertext.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined || rest.length > 0) {
      throw new SecretsError("a secret's ciphertext is not of the form v1:<nonce>:<ciphertext>");
    }
    const bytes = Buffer.from(sealed, "base64");
    try {
      const decipher = createDecipheriv(algorithm, this.key, Buffer.from(nonce, "base64"));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return decipher.update(bytes.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
    } catch (cause) {
      const problem = "a secret cannot be decrypted: it was encrypted with another key, or was changed since";
      throw new SecretsError(problem, { cause });
    }
  }
}
