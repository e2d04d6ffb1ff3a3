import assert from "node:assert/strict";
import { engineAddress } from "../../sdk/docker/engine-address";
import type { HostLink } from "../../sdk/link";

const link: HostLink = { hostId: "id", address: "192.0.2.10", port: 22, user: "deploy" };
const never = ["-o", "BatchMode=yes"];

describe("The address of a host's engine for ssh", () => {
  const address = (given: Partial<HostLink>, credentials = {}) =>
    engineAddress("web", { ...link, ...given }, "streamlocal", credentials);

  it("must leave the choice of a key to ssh where no credential is named", () => {
    assert.deepEqual(address({}), { host: "ssh://deploy@192.0.2.10:22", sshOpts: never });
  });

  it("must name the key file of the credential and no other key", () => {
    const { sshOpts } = address(
      { credential: "web" },
      { web: { privateKeyFile: "/keys/web", sudoPassword: "x" } },
    );
    assert.deepEqual(sshOpts, [...never, "-i", "/keys/web", "-o", "IdentitiesOnly=yes"]);
  });

  it("must write an IPv6 address in brackets, and a socket elsewhere as the path", () => {
    assert.equal(
      address({ address: "2001:db8::1", socketPath: "/run/d.sock" }).host,
      "ssh://deploy@[2001:db8::1]:22/run/d.sock",
    );
  });

  it("must go through the jump hosts, the first one first", () => {
    const jumpHosts = [
      { address: "a.example", user: "one" },
      { address: "b.example", user: "two", port: 2222 },
    ];
    assert.deepEqual(address({ jumpHosts }).sshOpts, [
      ...never,
      "-o",
      "ProxyJump=one@a.example,two@b.example:2222",
    ]);
  });

  it("must be the socket itself for the local engine", () => {
    const local = { hostId: "id", local: true };
    assert.deepEqual(engineAddress("here", local, "direct", {}), {
      host: "unix:///var/run/docker.sock",
      sshOpts: [],
    });
  });

  const refused: readonly (readonly [string, Partial<HostLink>, object, RegExp])[] = [
    ["an inline key", { privateKey: "SECRET" }, {}, /its connection has privateKey/],
    ["an inline password", { password: "SECRET" }, {}, /its connection has password/],
    [
      "a key in the credential",
      { credential: "web" },
      { web: { privateKey: "SECRET" } },
      /credentials\.web has privateKey/,
    ],
    [
      "a key file that has a passphrase",
      { credential: "web" },
      { web: { privateKeyFile: "/k", passphrase: "SECRET" } },
      /credentials\.web has passphrase/,
    ],
    ["a credential that is not there", { credential: "web" }, {}, /moorage:credentials has no web/],
    [
      "a jump host with a credential",
      { jumpHosts: [{ address: "a.example", user: "one", credential: "jump" }] },
      {},
      /jump host a\.example has the credential jump/,
    ],
  ];
  for (const [what, given, credentials, message] of refused) {
    it(`must refuse ${what}, naming it and not what is in it`, () => {
      assert.throws(
        () => address(given, credentials),
        (error: Error) => message.test(error.message) && !error.message.includes("SECRET"),
      );
    });
  }

  it("must refuse a login that needs sudo for the engine", () => {
    assert.throws(
      () => engineAddress("web", link, "dial-stdio-sudo", {}),
      /deploy needs sudo for the engine/,
    );
  });
});
