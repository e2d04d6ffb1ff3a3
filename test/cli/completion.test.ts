import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canInstallPackages, ensurePackages } from "../support/setup/packages";
import { moorage } from "./typed";

describe("moorage completion", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "moorage-completion-"))));
  after(() => rm(folder, { recursive: true }));

  async function script(shell: string): Promise<string> {
    const { code, stdout } = await moorage(["completion", shell]);
    assert.equal(code, 0);
    const file = join(folder, shell);
    await writeFile(file, stdout);
    return file;
  }

  /** What bash offers at the end of a command line. */
  async function offered(...words: string[]): Promise<string[]> {
    const line = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _moorage; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync(
      "bash",
      ["--norc", "-c", line, "bash", await script("bash"), ...words],
      { encoding: "utf8" },
    );
    assert.equal(stderr, "");
    return stdout.split("\n").filter((word) => word !== "");
  }

  it("must offer commands, and those of a group, by what they begin with", async () => {
    assert.deepEqual(await offered("moorage", "st"), ["stack", "state"]);
    assert.deepEqual(await offered("moorage", "stack", "r"), ["rename", "rm"]);
    assert.deepEqual(await offered("moorage", "state", "unp"), ["unprotect"]);
    assert.deepEqual(await offered("moorage", "completion", "f"), ["fish"]);
  });

  it("must offer the options of the command, wherever it stands", async () => {
    assert.deepEqual(await offered("moorage", "up", "--skip"), ["--skip-preview"]);
    assert.deepEqual(await offered("moorage", "config", "set", "key", "--pl"), ["--plaintext"]);
    assert.deepEqual(await offered("moorage", "stack", "--show-u"), ["--show-urns"]);
    assert.deepEqual(await offered("moorage", "ps", "x"), []);
  });

  for (const shell of ["zsh", "fish"]) {
    it(`must be a script that ${shell} reads`, async function () {
      this.timeout(120_000);
      if (canInstallPackages()) await ensurePackages([{ program: shell, package: shell }]);
      const file = await script(shell);
      const { error, status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
      if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
        process.stderr.write(`      there is no ${shell} on this machine\n`);
        return this.skip();
      }
      assert.deepEqual([status, stderr], [0, ""]);
    });
  }

  it("must name the shells that it knows", async () => {
    const { code, stderr } = await moorage(["completion", "tcsh"]);
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are bash, zsh, fish/);
  });
});
