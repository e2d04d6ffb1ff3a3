import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ParsedKey } from "ssh2";
import { KeyError } from "./errors";
import { parseKey } from "./ssh2-client";
import type { SshEnvironment } from "./target";

/** A private key ready to sign with. `origin` is how messages call it; the key itself is in none. */
export function parsePrivateKey(text: string, passphrase: string | undefined, origin: string): ParsedKey {
  refuseUnsupported(text, origin);
  const parsed = parseKey(fromPkcs8(text, passphrase, origin), passphrase);
  if (parsed instanceof Error) throw unusable(parsed, passphrase, origin);
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
  if (!key.isPrivateKey()) throw new KeyError(`${origin} is a public key; the private one is needed`);
  return key;
}

/** The text of a key file; `~/` is the home directory. */
export async function readKeyFile(path: string, environment: SshEnvironment): Promise<string> {
  const full = path.startsWith("~/") ? join(homeOf(environment, path), path.slice(2)) : path;
  try {
    // At once, so that the machine is dialled before whatever else this process has to load; a pipe may take its time.
    return statSync(full).isFile() ? readFileSync(full, "utf8") : await readFile(full, "utf8");
  } catch (cause) {
    throw new KeyError(`the key file ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function homeOf(environment: SshEnvironment, path: string): string {
  if (environment.home !== undefined) return environment.home;
  throw new KeyError(`the key file ${path} cannot be found: there is no home directory (HOME is not set)`);
}

function unusable(cause: Error, passphrase: string | undefined, origin: string): KeyError {
  if (/no passphrase given/.test(cause.message)) {
    return new KeyError(`${origin} is encrypted and no passphrase was given; set passphrase`, { cause });
  }
  if (passphrase !== undefined && /passphrase|integrity|decrypt|auth/i.test(cause.message)) {
    return new KeyError(`${origin} cannot be decrypted: the passphrase is wrong`, { cause });
  }
  return new KeyError(`${origin} cannot be used as a private key: ${cause.message}`, { cause });
}

function refuseUnsupported(text: string, origin: string): void {
  if (/^\S+-cert-v\d+@openssh\.com\s/.test(text.trim())) {
    throw new KeyError(
      `${origin} is an OpenSSH certificate; certificates are not supported, use a plain key`,
    );
  }
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(text)?.[1] ?? "";
  if (/sk-(ssh|ecdsa)-/.test(Buffer.from(body, "base64").toString("latin1"))) {
    throw new KeyError(`${origin} lives on a security key (sk-…); those are not supported, use a plain key`);
  }
}

/** ssh2 does not read PKCS #8, the form in which most tools but OpenSSH write keys. */
function fromPkcs8(text: string, passphrase: string | undefined, origin: string): string {
  const kind = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.exec(text);
  if (kind === null) return text;
  if (kind[1] !== undefined && passphrase === undefined) {
    throw new KeyError(`${origin} is encrypted and no passphrase was given; set passphrase`);
  }
  try {
    const key = createPrivateKey({ key: text.trim(), ...(passphrase === undefined ? {} : { passphrase }) });
    if (key.asymmetricKeyType === "rsa") return key.export({ format: "pem", type: "pkcs1" }) as string;
    if (key.asymmetricKeyType === "ec") return key.export({ format: "pem", type: "sec1" }) as string;
  } catch (cause) {
    if (kind[1] === undefined) throw new KeyError(`${origin} cannot be read as a private key`, { cause });
    throw new KeyError(`${origin} cannot be decrypted: the passphrase is wrong`, { cause });
  }
  throw new KeyError(`${origin} is in PKCS #8 form; give it in OpenSSH's form (BEGIN OPENSSH PRIVATE KEY)`);
}
