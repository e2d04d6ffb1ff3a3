import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { utils } from "ssh2";
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
    const pair = newKeyPair();
    await writeFile(`${path}.pub`, `${pair.public}\n`);
    await writeFile(`${path}.partial`, pair.private, { mode: 0o600 });
    await rename(`${path}.partial`, path);
  });
  return {
    privateKeyPath: path,
    privateKey: await readFile(path, "utf8"),
    publicKey: (await readFile(`${path}.pub`, "utf8")).trim(),
  };
}

function newKeyPair(): { readonly public: string; readonly private: string } {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519", { comment: "moorage-test" });
    // One in 256 of the ed25519 keys that ssh2 makes is malformed: its generator drops a leading zero.
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
