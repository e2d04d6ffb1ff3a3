import { createPrivateKey, KeyObject, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";

/** A certificate and its private key, in PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly privateKey: string;
}

const KEY = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNING = { name: "ECDSA", hash: "SHA-256" } as const;
const DAY = 24 * 60 * 60 * 1000;
/** The clocks of other machines may be behind. */
const CLOCK_SKEW = 60 * 60 * 1000;
const CA_VALIDITY_DAYS = 3650;

/** Makes an authority, which vouches for itself. */
export async function makeAuthority(name: string, now: Date): Promise<CertifiedKey> {
  const x509 = await library();
  const keys = await newKeys();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, CA_VALIDITY_DAYS),
    name: commonName(x509, name),
    keys,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: made.toString("pem"), privateKey: toPem(keys.privateKey) };
}

/** Makes a key for a server, with a certificate for these names that the authority signs. */
export async function makeServerCertificate(
  authority: CertifiedKey,
  names: readonly string[],
  validityDays: number,
  now: Date,
): Promise<CertifiedKey> {
  const x509 = await library();
  const keys = await newKeys();
  const ca = new x509.X509Certificate(authority.certificate);
  const made = await x509.X509CertificateGenerator.create({
    ...validity(now, validityDays),
    subject: commonName(x509, names[0] ?? ""),
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: await fromPem(authority.privateKey),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(ca),
    ],
  });
  return { certificate: made.toString("pem"), privateKey: toPem(keys.privateKey) };
}

/** Loaded where it is used: it is heavy, and most programs make no certificate. */
async function library() {
  // Needed by a library of that one, which refuses to load without.
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

type Library = Awaited<ReturnType<typeof library>>;

function validity(now: Date, days: number) {
  return {
    serialNumber: `01${randomBytes(15).toString("hex")}`,
    notBefore: new Date(now.getTime() - CLOCK_SKEW),
    notAfter: new Date(now.getTime() + days * DAY),
  };
}

function commonName(x509: Library, name: string): string {
  // Longer ones are against the standard.
  return new x509.Name([{ CN: [name.slice(0, 64)] }]).toString();
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY, true, ["sign", "verify"]);
}

function toPem(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: "pkcs8", format: "pem" }).toString();
}

function fromPem(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, KEY, false, ["sign"]);
}
