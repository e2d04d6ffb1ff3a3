import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownKeys } from "../../providers/ssh/known-hosts";

const bodies = (file: string, address: string, port = 22): string[] =>
  knownKeys(file, address, port).trusted.map((key) => key.body);

describe("known_hosts", () => {
  it("a name must match as a whole, in any letter case, alone or in a list", () => {
    const file = "web,10.0.0.1 ssh-ed25519 AAAA\nweb.example ssh-ed25519 BBBB comment here\n";
    assert.deepEqual(bodies(file, "WEB"), ["AAAA"]);
    assert.deepEqual(bodies(file, "10.0.0.1"), ["AAAA"]);
    assert.deepEqual(bodies(file, "web.example"), ["BBBB"]);
    assert.deepEqual(bodies(file, "eb"), []);
  });

  it("a port other than 22 must match only its own entries", () => {
    const file = "[web]:2222 ssh-ed25519 AAAA\nweb ssh-ed25519 BBBB\n";
    assert.deepEqual(bodies(file, "web", 2222), ["AAAA"]);
    assert.deepEqual(bodies(file, "web"), ["BBBB"]);
  });

  it("patterns must match, and a negated one must exclude", () => {
    const file = "*.example,!bad.example,10.0.0.? ssh-rsa AAAA\n";
    assert.deepEqual(bodies(file, "good.example"), ["AAAA"]);
    assert.deepEqual(bodies(file, "bad.example"), []);
    assert.deepEqual(bodies(file, "10.0.0.7"), ["AAAA"]);
    assert.deepEqual(bodies(file, "10.0.0.77"), []);
    assert.deepEqual(bodies(file, "goodxexample"), []);
  });

  it("all types of a machine's keys must be found", () => {
    const { trusted } = knownKeys("a ssh-ed25519 AAAA\na ecdsa-sha2-nistp256 BBBB\n", "a", 22);
    assert.deepEqual(trusted, [
      { type: "ssh-ed25519", body: "AAAA" },
      { type: "ecdsa-sha2-nistp256", body: "BBBB" },
    ]);
  });

  it("revoked keys must be told apart, and authorities, comments and broken lines passed over", () => {
    const file =
      "# a ssh-rsa C\n\nbroken\n@cert-authority a ssh-rsa CA\n@revoked a ssh-rsa BAD\na ssh-rsa GOOD\n";
    const { trusted, revoked } = knownKeys(file, "a", 22);
    assert.deepEqual(
      [trusted, revoked],
      [[{ type: "ssh-rsa", body: "GOOD" }], [{ type: "ssh-rsa", body: "BAD" }]],
    );
  });

  it("names hashed by OpenSSH must be found, with and without a port", () => {
    const folder = mkdtempSync(join(tmpdir(), "moorage-known-"));
    const path = join(folder, "known_hosts");
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEsbrJqHY5urX3DcZ4/Z+VXyVWVyzA4viGpQNXvZY604";
    writeFileSync(path, `web ${key}\n[web]:2222 ${key}\n`);
    execFileSync("ssh-keygen", ["-H", "-f", path], { stdio: "ignore" });
    const file = readFileSync(path, "utf8");
    rmSync(folder, { recursive: true });
    assert.ok(!file.includes("web"));
    assert.equal(bodies(file, "web").length, 1);
    assert.equal(bodies(file, "web", 2222).length, 1);
    assert.equal(bodies(file, "other").length, 0);
  });
});
