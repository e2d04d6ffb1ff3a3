import { utils } from "ssh2";
import { Canary } from "./canary";

/** A key pair whose private half is a canary. */
export interface CanaryKey {
  readonly canary: Canary;
  /** For `authorized_keys`. */
  readonly publicKey: string;
}

/** Makes a key in OpenSSH's own format, encrypted if there is a passphrase. */
export function canaryKey(name: string, passphrase?: Canary): CanaryKey {
  const encryption = passphrase === undefined ? {} : { passphrase: passphrase.text, cipher: "aes256-ctr" };
  const pair = utils.generateKeyPairSync("ed25519", { comment: "canary", ...encryption });
  // The first lines hold the public half, and so may a part of the others; `+` and `/` are not the same in a URL.
  const secretLines = pair.private.trim().split("\n").slice(4, -1);
  const parts = secretLines
    .flatMap((line) => line.split(/[+/=]/))
    .filter((part) => part.length >= 8 && !pair.public.includes(part));
  return { canary: Canary.ofLines(name, pair.private, parts), publicKey: pair.public };
}
