import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newKeyPair } from "../../../providers/ssh/key-pair";
import { cacheFolder } from "../setup/cache";
import { oneAtATime } from "../setup/lock";

/** The key pair that every throwaway host accepts. */
export interface ClientKey {
  readonly privateKeyPath: string;
  /** OpenSSH's own format, not encrypted. */
  readonly privateKey: string;
  readonly publicKey: string;
}

/** The key pair of this machine's tests, made once. */
export async function clientKey(): Promise<ClientKey> {
  const path = join(cacheFolder("keys"), "test-host");
  await oneAtATime("client-key", async () => {
    if (existsSync(path)) return;
    const { publicKey, privateKey } = newKeyPair("moorage-test");
    await writeFile(`${path}.pub`, `${publicKey}\n`);
    await writeFile(`${path}.partial`, privateKey, { mode: 0o600 });
    await rename(`${path}.partial`, path);
  });
  return {
    privateKeyPath: path,
    privateKey: await readFile(path, "utf8"),
    publicKey: (await readFile(`${path}.pub`, "utf8")).trim(),
  };
}
