import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../setup/command";
import { ensurePackages } from "../setup/packages";
import { withScratchFolder } from "../setup/scratch";

/** A private key and what vouches for it, in PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate authority of the tests' own. */
export interface Authority extends KeyPair {
  /** A certificate for a server at this IP address or DNS name. */
  issue(name: string, options?: { readonly expired?: boolean }): Promise<KeyPair>;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS = "30";

export async function createAuthority(commonName = "Moorage test authority"): Promise<Authority> {
  await ensurePackages([{ program: "openssl", package: "openssl" }]);
  const self = await withScratchFolder(async (folder) => {
    const [key, certificate] = [join(folder, "key"), join(folder, "certificate")];
    const subject = ["-subj", `/CN=${commonName}`, "-days", DAYS];
    await run(["openssl", "req", "-x509", ...NEW_KEY, ...subject, "-keyout", key, "-out", certificate]);
    return readPair(key, certificate);
  });
  return { ...self, issue: (name, { expired = false } = {}) => issue(self, name, expired) };
}

async function issue(authority: KeyPair, name: string, expired: boolean): Promise<KeyPair> {
  return withScratchFolder(async (folder) => {
    const path = (file: string): string => join(folder, file);
    const kind = /^[\d.]+$|:/.test(name) ? "IP" : "DNS";
    await writeFile(path("ca.key"), authority.key);
    await writeFile(path("ca"), authority.certificate);
    await writeFile(path("extensions"), `subjectAltName=${kind}:${name}\n`);
    const request = ["-subj", `/CN=${name}`, "-keyout", path("key"), "-out", path("request")];
    await run(["openssl", "req", "-new", ...NEW_KEY, ...request]);
    const signer = ["-CA", path("ca"), "-CAkey", path("ca.key"), "-CAcreateserial"];
    const limits = ["-days", expired ? "-1" : DAYS, "-extfile", path("extensions")];
    const files = ["-in", path("request"), "-out", path("certificate")];
    await run(["openssl", "x509", "-req", ...signer, ...limits, ...files]);
    return readPair(path("key"), path("certificate"));
  });
}

async function readPair(key: string, certificate: string): Promise<KeyPair> {
  return { key: await readFile(key, "utf8"), certificate: await readFile(certificate, "utf8") };
}
