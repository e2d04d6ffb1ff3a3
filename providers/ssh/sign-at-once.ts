import type { Client, ParsedKey } from "ssh2";

type Sign = (data: Buffer, done: (signature: Buffer) => void) => void;

/** What of ssh2 offers a key to the server; it has no public name. */
interface Protocol {
  authPK(user: string, key: ParsedKey, algorithm: string | undefined, sign?: Sign): void;
}

/**
 * Has a client that connects sign with a private key when it offers it. By itself ssh2 asks first whether the key would
 * do, which takes another round trip and spares the server nothing. With which hash an RSA key signs depends on the
 * answers, and an agent may ask its user: these two are asked about as before.
 */
export function signAtOnce(client: Client): void {
  const { _protocol: protocol } = client as unknown as { _protocol?: Partial<Protocol> };
  const offer = protocol?.authPK?.bind(protocol);
  if (protocol === undefined || offer === undefined) return;
  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign !== undefined || !key.isPrivateKey() || key.type === "ssh-rsa") {
      offer(user, key, algorithm, sign);
      return;
    }
    offer(user, key, algorithm, (data, done) => {
      const signature = key.sign(data) as Buffer | Error;
      // Asked in its own way, ssh2 comes to the same error and tells it.
      if (signature instanceof Error) offer(user, key, algorithm);
      else done(signature);
    });
  };
}
