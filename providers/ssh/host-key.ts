import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors";
import { HostKeyError } from "./errors";
import { knownKeys, type KnownKeys, type PublicKeyLine } from "./known-hosts";
import { nameOf } from "./target-name";
import type { ConnectionTarget, SshEnvironment } from "./target";

/** The key by which a machine proved that it is itself, and why it was believed. */
export interface HostKey {
  /** To pin: `ssh-ed25519 AAAA…`. */
  readonly line: string;
  /** As OpenSSH prints it: `SHA256:…`. */
  readonly fingerprint: string;
  readonly trustedBy: "pin" | "known_hosts" | "first use";
}

/** What is known of a machine's key before it is asked. */
export interface ExpectedKeys extends KnownKeys {
  readonly trustedBy: HostKey["trustedBy"];
}

/** Pinned keys alone if there are any, else those in ~/.ssh/known_hosts, else none. */
export async function expectedKeys(
  target: ConnectionTarget,
  environment: SshEnvironment,
): Promise<ExpectedKeys> {
  if (target.hostKeys !== undefined && target.hostKeys.length > 0) {
    return { trusted: target.hostKeys.map(parsePin), revoked: [], trustedBy: "pin" };
  }
  const known = knownKeys(await readKnownHosts(environment), target.address, target.port ?? 22);
  return { ...known, trustedBy: known.trusted.length > 0 ? "known_hosts" : "first use" };
}

async function readKnownHosts(environment: SshEnvironment): Promise<string> {
  if (environment.home === undefined) return "";
  const path = join(environment.home, ".ssh", "known_hosts");
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new UserError(
      `${path} cannot be read, so no host key can be checked: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function parsePin(line: string): PublicKeyLine {
  const [type, body] = line.trim().split(/\s+/);
  if (type === undefined || body === undefined || !/^[A-Za-z0-9+/]+=*$/.test(body)) {
    throw new UserError(
      `a host key must look like "ssh-ed25519 AAAA…", as ssh-keyscan prints it; got "${line}"`,
      {
        property: "connection.hostKey",
      },
    );
  }
  return { type, body };
}

const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
};

/**
 * The signature algorithms to offer, those of the expected keys first: sshd has several keys and shows the one
 * of the first common type, so asking in our own order would make a known machine look like a changed one.
 */
export function hostKeyAlgorithms(expected: ExpectedKeys): string[] {
  const wanted = expected.trusted.flatMap((key) => ALGORITHMS[key.type] ?? []);
  return [...new Set([...wanted, ...Object.values(ALGORITHMS).flat()])];
}

/** Judges the key that a machine shows. Returns it if it may be trusted, else throws HostKeyError. */
export function checkHostKey(shown: Buffer, target: ConnectionTarget, expected: ExpectedKeys): HostKey {
  const body = shown.toString("base64");
  const seen = `${shown.toString("latin1", 4, 4 + shown.readUInt32BE(0))} ${body}`;
  const fingerprint = fingerprintOf(body);
  const host = nameOf(target);
  if (expected.revoked.some((key) => key.body === body)) {
    throw new HostKeyError(
      `${host} shows the key ${fingerprint}, which ~/.ssh/known_hosts marks as revoked`,
      seen,
    );
  }
  if (expected.trusted.some((key) => key.body === body)) {
    return { line: seen, fingerprint, trustedBy: expected.trustedBy };
  }
  if (expected.trusted.length > 0) throw new HostKeyError(changed(host, fingerprint, seen, expected), seen);
  if (target.hostKeyPolicy === "strict") {
    throw new HostKeyError(
      `the key of ${host} is unknown and hostKeyPolicy is "strict". It shows ${fingerprint}. ` +
        `If that is right, set hostKey: "${seen}"`,
      seen,
    );
  }
  return { line: seen, fingerprint, trustedBy: "first use" };
}

function changed(host: string, fingerprint: string, seen: string, expected: ExpectedKeys): string {
  const source = expected.trustedBy === "pin" ? "the pinned host key" : "~/.ssh/known_hosts";
  const wanted = expected.trusted.map((key) => `${fingerprintOf(key.body)} (${key.type})`).join(" or ");
  return (
    `the key of ${host} is not the expected one: it shows ${fingerprint}, but ${source} says ${wanted}. ` +
    `Either the machine was rebuilt or someone stands in between; nothing was sent to it. ` +
    `If the new key is right, set hostKey: "${seen}"`
  );
}

/** The fingerprint of a key's base64 body, as OpenSSH prints it. */
function fingerprintOf(body: string): string {
  const hash = createHash("sha256").update(Buffer.from(body, "base64")).digest("base64");
  return `SHA256:${hash.replace(/=+$/, "")}`;
}
