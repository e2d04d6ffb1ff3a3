import assert from "node:assert/strict";
import { UNKNOWN } from "../../providers/resources/bag";
import { connectionTarget } from "../../providers/resources/connection-target";
import { CredentialError } from "../../providers/resources/host-errors";

const address = { address: "192.0.2.1" };

describe("the target of a connection", () => {
  it("must be what OpenSSH would do when no credential is named", () => {
    const target = connectionTarget(address, { web: { password: "p" } });
    assert.deepEqual([target.user, target.auth, target.sudoPassword], ["root", undefined, undefined]);
  });

  it("must have the named credential, and its agent only if there is nothing else", () => {
    assert.deepEqual(
      connectionTarget(
        { ...address, credential: "web" },
        { web: { privateKeyFile: "~/.ssh/web", sudoPassword: "s" } },
      ).auth,
      {
        privateKey: undefined,
        privateKeyFile: "~/.ssh/web",
        passphrase: undefined,
        password: undefined,
        agent: false,
      },
    );
    assert.equal(
      connectionTarget({ ...address, credential: "web" }, { web: { sudoPassword: "s" } }).auth?.agent,
      true,
    );
    assert.equal(
      connectionTarget({ ...address, credential: "web" }, { web: { agent: true, password: "p" } }).auth
        ?.agent,
      true,
    );
  });

  it("must prefer the secrets of the link", () => {
    const target = connectionTarget({ ...address, privateKey: "k", sudoPassword: "mine" }, {});
    assert.equal(target.auth?.privateKey, "k");
    assert.equal(target.sudoPassword, "mine");
  });

  it("must give each jump host its own credential", () => {
    const jumpHosts = [{ address: "192.0.2.7", user: "jump", credential: "bastion" }];
    const target = connectionTarget({ ...address, jumpHosts }, { bastion: { password: "b" } });
    assert.equal(target.jumpHosts?.[0]?.auth?.password, "b");
  });

  it("must name the credentials that there are, and none of their secrets, when one is not there", () => {
    assert.throws(
      () => connectionTarget({ ...address, credential: "wbe" }, { web: { password: "hunter2" }, db: {} }),
      (error) =>
        error instanceof CredentialError &&
        error.property === "connection.credential" &&
        /"wbe".*"web", "db"/.test(error.message) &&
        !error.message.includes("hunter2"),
    );
    assert.throws(() => connectionTarget({ ...address, credential: "toString" }, {}), CredentialError);
  });

  it("must wait for a credential that is not known yet", () => {
    const unknown = { web: { privateKey: UNKNOWN as unknown as string } };
    assert.throws(() => connectionTarget({ ...address, credential: "web" }, unknown), /not known yet/);
  });
});
