import { X509Certificate } from "node:crypto";
import { type Bag, UNKNOWN, type Value } from "../bag";
import type { CertificateInputs } from "./inputs";
import type { CertifiedKey } from "./issue";

const DAY = 24 * 60 * 60 * 1000;

/** A server's certificate and the authority behind it. */
export interface Issued {
  readonly authority: CertifiedKey;
  readonly server: CertifiedKey;
}

/** What a state has issued. */
export function issuedIn({ values }: Bag): Issued {
  const { ca, caPrivateKey, certificate, privateKey } = values as Record<string, string>;
  return {
    authority: { certificate: ca ?? "", privateKey: caPrivateKey ?? "" },
    server: { certificate: certificate ?? "", privateKey: privateKey ?? "" },
  };
}

/** What is stored of a certificate. */
export function certificateState(
  bag: Bag,
  { authority, server }: Issued,
  { renewBeforeDays }: CertificateInputs,
  now: Date,
): Bag {
  return stateBag(bag, {
    ca: authority.certificate,
    certificate: server.certificate,
    privateKey: server.privateKey,
    caPrivateKey: authority.privateKey,
    expiresAt: endOf(server).toISOString(),
    isDue: daysLeft(server, now) <= renewBeforeDays,
  });
}

/** What a preview says of one that is yet to be made; `authority` is one that stays. */
export function foreseenState(bag: Bag, authority: CertifiedKey | undefined): Bag {
  return stateBag(bag, {
    ca: authority?.certificate ?? UNKNOWN,
    certificate: UNKNOWN,
    privateKey: UNKNOWN,
    caPrivateKey: authority?.privateKey ?? UNKNOWN,
    expiresAt: UNKNOWN,
    isDue: false,
  });
}

/** How long a certificate is still good, in days. */
export function daysLeft(key: CertifiedKey, now: Date): number {
  return (endOf(key).getTime() - now.getTime()) / DAY;
}

function endOf({ certificate }: CertifiedKey): Date {
  return new Date(new X509Certificate(certificate).validTo);
}

function stateBag(inputs: Bag, outputs: Record<string, Value>): Bag {
  return {
    values: { ...inputs.values, ...outputs },
    secrets: [...inputs.secrets, ["privateKey"], ["caPrivateKey"]],
  };
}
