import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassphraseProvider, passphraseFrom, secretsProvider } from "../../../engine/secrets";

/** Written by the real CLI with the passphrase "correct". */
const salt = "v1:MPxlIjnMAQU=:v1:ndidBtfa+CrXm/uw:mcEcOyFJjnuNmBswaKJJep8pi7t0MA==";
const geheim = "v1:uSnSRrLEiFw4UOHs:d1USF6zqHyISw0yclq+GkD1m+pBOEw==";
const says = (passphrase: string) => () => Promise.resolve(passphrase);

describe("the passphrase provider", () => {
  it("what the real CLI encrypted must be decrypted", async () => {
    const crypter = await new PassphraseProvider(salt, says("correct")).unlock();
    assert.equal(crypter.decrypt(geheim), "geheim");
  });

  it("what is encrypted must be decrypted by another who has the salt and the passphrase", async () => {
    const made = await PassphraseProvider.create(says("päss"));
    const ciphertext = (await made.unlock()).encrypt("ä\u0000🙂");
    const other = secretsProvider({ type: "passphrase", state: made.state }, says("päss"));
    assert.equal((await other.unlock()).decrypt(ciphertext), "ä\u0000🙂");
    await assert.rejects(new PassphraseProvider(made.encryptionSalt, says("pass")).unlock(), {
      name: "WrongPassphraseError",
    });
  });

  it("the same text must never be the same ciphertext", async () => {
    const crypter = await new PassphraseProvider(salt, says("correct")).unlock();
    assert.notEqual(crypter.encrypt("a"), crypter.encrypt("a"));
  });

  for (const [title, change] of [
    ["shortened", geheim.slice(0, -4)],
    ["changed", geheim.replace("d1U", "d2U")],
    ["of another form", "AAAA"],
    ["empty", "v1::"],
  ] as const) {
    it(`a ciphertext that is ${title} must be refused without its text`, async () => {
      const crypter = await new PassphraseProvider(salt, says("correct")).unlock();
      assert.throws(() => crypter.decrypt(change), { name: "SecretsError" });
    });
  }

  it("a damaged salt must be told with where there is another", async () => {
    await assert.rejects(
      new PassphraseProvider("v1:x", says("")).unlock(),
      /encryptionsalt is damaged.*backup/,
    );
  });

  it("the variable must win over the file, which is trimmed, and nobody be asked", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moorage-passphrase-"));
    const file = join(folder, "passphrase");
    try {
      await writeFile(file, " from file \n");
      const both = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_CONFIG_PASSPHRASE_FILE: file };
      assert.equal(await passphraseFrom(both)(), "");
      assert.equal(await passphraseFrom({ PULUMI_CONFIG_PASSPHRASE_FILE: file })(), "from file");
      const gone = { PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "gone") };
      await assert.rejects(passphraseFrom(gone)(), /PULUMI_CONFIG_PASSPHRASE_FILE.*ENOENT/);
      await assert.rejects(passphraseFrom({})(), { name: "MissingPassphraseError" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
