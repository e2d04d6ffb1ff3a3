import { utils } from "ssh2";

/** A key pair in OpenSSH's formats, the private key not encrypted. */
export interface KeyPair {
  readonly privateKey: string;
  /** One line, as in `authorized_keys`. */
  readonly publicKey: string;
}

/** A new ed25519 key pair. */
export function newKeyPair(comment: string): KeyPair {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519", { comment });
    // One in 256 of the ed25519 keys that ssh2 makes is malformed: its generator drops a leading zero.
    if (!(utils.parseKey(pair.private) instanceof Error))
      return { privateKey: pair.private, publicKey: pair.public.trim() };
  }
}
