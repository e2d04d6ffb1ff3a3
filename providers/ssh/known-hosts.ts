import { createHmac } from "node:crypto";

/** A public key as its type and base64 body, the way known_hosts and authorized_keys write it. */
export interface PublicKeyLine {
  readonly type: string;
  readonly body: string;
}

/** What a known_hosts file says of one machine. */
export interface KnownKeys {
  readonly trusted: readonly PublicKeyLine[];
  readonly revoked: readonly PublicKeyLine[];
}

/**
 * The keys that a known_hosts file (format: sshd(8)) has for an address and port. Lines that cannot be read and
 * certificate authorities are passed over, as ssh2 knows no host certificates.
 */
export function knownKeys(file: string, address: string, port: number): KnownKeys {
  const name = knownHostsName(address, port);
  const trusted: PublicKeyLine[] = [];
  const revoked: PublicKeyLine[] = [];
  for (const line of file.split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
    const [hosts, type, body] = words;
    if (hosts === undefined || hosts.startsWith("#") || type === undefined || body === undefined) continue;
    if (!matches(hosts, name)) continue;
    if (marker === undefined) trusted.push({ type, body });
    else if (marker === "@revoked") revoked.push({ type, body });
  }
  return { trusted, revoked };
}

/** Port 22 is left out; any other is written `[address]:port`. */
function knownHostsName(address: string, port: number): string {
  const lower = address.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${port}`;
}

function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith("|1|")) return matchesHash(hosts, name);
  const patterns = hosts.toLowerCase().split(",");
  const isExcluded = patterns.some((pattern) => pattern.startsWith("!") && glob(pattern.slice(1)).test(name));
  return !isExcluded && patterns.some((pattern) => !pattern.startsWith("!") && glob(pattern).test(name));
}

function matchesHash(hosts: string, name: string): boolean {
  const [, , salt, hash] = hosts.split("|");
  if (salt === undefined || hash === undefined) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
