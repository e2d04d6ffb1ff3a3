import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostKeyError } from "../../providers/ssh/errors";
import { newKey, pinOf, SshServer } from "./ssh-server";

describe("the host's key", () => {
  const ed25519 = newKey();
  const ecdsa = newKey("ecdsa");
  let ssh: SshServer;
  beforeEach(async () => (ssh = await SshServer.start({ hostKeys: [ed25519, ecdsa] })));
  afterEach(() => ssh.stop());

  const know = (...lines: string[]): void => {
    mkdirSync(join(ssh.home, ".ssh"));
    writeFileSync(join(ssh.home, ".ssh", "known_hosts"), `${lines.join("\n")}\n`);
  };

  it("an unknown key must be trusted on first use and be told", async () => {
    const { hostKey } = await ssh.pool().open(ssh.target());
    assert.equal(hostKey.line, pinOf(ed25519));
    assert.equal(hostKey.trustedBy, "first use");
    assert.match(hostKey.fingerprint, /^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it("an unknown key must be refused under strict, with the line to pin", async () => {
    await assert.rejects(ssh.pool().open(ssh.target({ hostKeyPolicy: "strict" })), (error: Error) => {
      assert.ok(error instanceof HostKeyError);
      assert.equal(error.seen, pinOf(ed25519));
      assert.ok(error.message.includes(`set hostKey: "${pinOf(ed25519)}"`));
      return true;
    });
    assert.deepEqual(ssh.logins, []);
  });

  it("a pinned key must be asked for by its type, so that another type does not look like a change", async () => {
    const { hostKey } = await ssh
      .pool()
      .open(ssh.target({ hostKeys: [pinOf(ecdsa)], hostKeyPolicy: "strict" }));
    assert.deepEqual([hostKey.line, hostKey.trustedBy], [pinOf(ecdsa), "pin"]);
  });

  it("a changed key must be refused before the login, once, naming both fingerprints", async () => {
    const pin = pinOf(newKey());
    await assert.rejects(ssh.pool().open(ssh.target({ hostKeys: [pin] })), (error: Error) => {
      assert.ok(error instanceof HostKeyError);
      assert.equal(error.message.match(/SHA256:[A-Za-z0-9+/]{43}/g)?.length, 2);
      assert.ok(error.message.includes(`set hostKey: "${pinOf(ed25519)}"`));
      return true;
    });
    assert.deepEqual([ssh.logins, ssh.connections], [[], 1]);
  });

  it("a pinned key of a type that the machine no longer has must be refused as changed", async () => {
    const only = await SshServer.start({ hostKeys: [ecdsa] });
    await assert.rejects(only.pool().open(only.target({ hostKeys: [pinOf(ed25519)] })), HostKeyError);
    await only.stop();
  });

  it("a key in known_hosts must be asked for by its type and trusted under strict", async () => {
    know(`[127.0.0.1]:${ssh.port} ${pinOf(ecdsa)}`);
    const { hostKey } = await ssh.pool().open(ssh.target({ hostKeyPolicy: "strict" }));
    assert.deepEqual([hostKey.line, hostKey.trustedBy], [pinOf(ecdsa), "known_hosts"]);
  });

  it("a key other than the one in known_hosts must be refused, unless it is pinned", async () => {
    know(`[127.0.0.1]:${ssh.port} ${pinOf(newKey())}`);
    await assert.rejects(ssh.pool().open(ssh.target()), /known_hosts says SHA256/);
    await ssh.pool().open(ssh.target({ hostKeys: [pinOf(ed25519)] }));
  });

  it("a revoked key must be refused", async () => {
    know(`@revoked * ${pinOf(ed25519)}`);
    await assert.rejects(ssh.pool().open(ssh.target()), /revoked/);
  });

  it("a pin that is no key must be named as what has to be corrected", async () => {
    await assert.rejects(ssh.pool().open(ssh.target({ hostKeys: ["SHA256:abc"] })), {
      name: "UserError",
      property: "connection.hostKey",
    });
  });

  it("a caller with a pin must be judged also where a connection is already open", async () => {
    const pool = ssh.pool();
    await pool.open(ssh.target());
    await assert.rejects(pool.open(ssh.target({ hostKeys: [pinOf(newKey())] })), HostKeyError);
    await pool.open(ssh.target({ hostKeys: [pinOf(ed25519)] }));
    assert.equal(ssh.connections, 2);
    const other = await pool.open(ssh.target({ hostKeys: [pinOf(ecdsa)] }));
    assert.equal(other.hostKey.line, pinOf(ecdsa));
  });
});
