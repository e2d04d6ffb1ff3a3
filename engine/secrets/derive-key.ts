import { createHash, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";

const iterations = 1_000_000;
const keyBytes = 32;

const derive = promisify(pbkdf2);
/** Keys by the hash of what they are derived from: one process derives each once. */
const derived = new Map<string, Promise<Buffer>>();

/** The key that Pulumi's passphrase provider derives, on another thread and for a quarter of a second. */
export function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = createHash("sha256").update(salt).update(passphrase).digest("hex");
  const key = derived.get(name) ?? derive(passphrase, salt, iterations, keyBytes, "sha256");
  derived.set(name, key);
  return key;
}
