import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveKey } from "../../engine/secrets/derive-key";
import { foreseeKey } from "../../launch/foresee-key";

/** How many keys a piece of work begins to derive. */
function derivations(work: () => void): number {
  let begun = 0;
  const hook = createHook({ init: (_id, type) => (begun += type === "PBKDF2REQUEST" ? 1 : 0) }).enable();
  try {
    work();
  } finally {
    hook.disable();
  }
  return begun;
}

describe("a key that is foreseen", () => {
  const environment = { PULUMI_CONFIG_PASSPHRASE: "known" };
  let folder: string;
  let salt: Buffer;

  /** Settings of a stack, of which no other test has derived the key. */
  function settings(stack: string, text = "config:\n  app:token:\n    secure: v1:nonce:sealed\n"): void {
    salt = randomBytes(8);
    const sealed = `v1:${salt.toString("base64")}:v1:nonce:sealed`;
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), `encryptionsalt: ${sealed}\n${text}`);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "moorage-key-"));
    settings("dev");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("must be derived once, however often it is asked for afterwards", async () => {
    const begun = derivations(() => foreseeKey(["up", "--cwd", folder], environment));
    const asked = derivations(() => void deriveKey("known", salt));
    assert.deepEqual([begun, asked], [1, 0]);
    assert.equal((await deriveKey("known", salt)).length, 32);
  });

  it("must be that of the stack that is named", () => {
    const named = [["-s", "dev"], ["--stack", "dev"], ["--stack=dev"], ["-s", "organization/app/dev"]];
    for (const option of named) {
      settings("prod");
      settings("dev");
      const begun = derivations(() => foreseeKey(["up", "-C", folder, ...option], environment));
      const asked = derivations(() => void deriveKey("known", salt));
      assert.deepEqual([begun, asked], [1, 0], option.join(" "));
    }
    for (const place of [
      ["-C", folder, "up"],
      [`--cwd=${folder}`, "up"],
      ["--cwd=/nowhere", "up", "-C", folder],
    ]) {
      settings("prod");
      settings("dev");
      const begun = derivations(() => foreseeKey([...place, "-s", "dev"], environment));
      assert.equal(begun, 1, place.join(" "));
    }
  });

  const nothing: Record<string, () => void> = {
    "it does not show which stack is meant": () => {
      settings("prod");
      foreseeKey(["up", "-C", folder], environment);
    },
    "the stack has no secrets": () => {
      settings("dev", "config:\n  app:name: open\n");
      foreseeKey(["up", "-C", folder], environment);
    },
    "another stack is named": () => foreseeKey(["up", "-C", folder, "--stack=other"], environment),
    "the command reads no secrets": () => foreseeKey(["stack", "ls", "-C", folder], environment),
    "the passphrase is not known": () => foreseeKey(["up", "-C", folder], {}),
    "there is no such folder": () => foreseeKey(["up", "-C", join(folder, "none")], environment),
  };
  for (const [when, work] of Object.entries(nothing)) {
    it(`must not be begun where ${when}`, () => {
      assert.equal(derivations(work), 0);
    });
  }
});
