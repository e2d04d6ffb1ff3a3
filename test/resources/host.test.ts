import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Bag, type Value } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { testContext } from "./host-context";

const bag = (values: Record<string, Value>): Bag => ({ values, secrets: [] });
const connection = { address: "192.0.2.1", credential: "web" };
const context = testContext({ credentials: { web: {} } });

describe("the check of a Host", () => {
  const failures = async (values: Record<string, Value>): Promise<string[]> => {
    const result = await lifecycle.check(context, { olds: undefined, news: bag(values) });
    return result.failures.map(({ path, reason }) => `${formatPath(path)} ${reason}`);
  };
  const cases: [string, Record<string, Value>, RegExp[]][] = [
    ["accept a connection", { connection }, []],
    ["accept the local engine", { local: true, socketPath: "/run/docker.sock" }, []],
    [
      "accept what is not known yet",
      { connection: { address: UNKNOWN, hostKey: UNKNOWN }, machine: UNKNOWN },
      [],
    ],
    ["accept an unknown connection", { connection: UNKNOWN }, []],
    ["want one of connection and local", {}, [/^connection is required/]],
    ["want only one of connection and local", { connection, local: true }, [/^local cannot/]],
    [
      "refuse settings for the local engine",
      { local: true, daemon: { debug: true } },
      [/^daemon has no meaning/],
    ],
    [
      "refuse a malformed host key",
      { connection: { ...connection, hostKey: "AAAA" } },
      [/^connection\.hostKey must look like/],
    ],
    [
      "accept a host key with a comment",
      { connection: { ...connection, hostKey: "ssh-ed25519 AAAAC3Nz root@web" } },
      [],
    ],
    [
      "name a credential that is not there",
      { connection: { address: "a", credential: "wbe" } },
      [/^connection\.credential There is no credential "wbe".*"web"/],
    ],
    [
      "refuse two ways to log in",
      { connection: { ...connection, privateKey: "k" } },
      [/^connection\.credential cannot/],
    ],
    [
      "refuse a passphrase without a key",
      { connection: { address: "a", passphrase: "p" } },
      [/^connection\.passphrase is of use only/],
    ],
    ["refuse an empty address", { connection: { address: "" } }, [/^connection\.address must not be empty/]],
    [
      "find all that is wrong, in jump hosts too",
      {
        connection: {
          address: "",
          jumpHosts: [
            { address: "b", user: "j" },
            { address: "c c", user: "j", hostKeys: ["x"], credential: "no" },
          ],
        },
      },
      [
        /^connection\.address/,
        /^connection\.jumpHosts\[1\]\.address/,
        /^connection\.jumpHosts\[1\]\.hostKeys\[0\]/,
        /^connection\.jumpHosts\[1\]\.credential/,
      ],
    ],
  ];
  for (const [what, values, expected] of cases) {
    it(`must ${what}`, async () => {
      const found = await failures(values);
      assert.equal(found.length, expected.length, found.join("\n"));
      expected.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
    });
  }
});

describe("the diff of a Host", () => {
  const differences = (before: Record<string, Value>, after: Record<string, Value>): string[] => {
    const request = { id: "x", oldInputs: bag(before), oldState: bag({}), news: bag(after) };
    return lifecycle
      .diff(context, request)
      .differences.map(
        ({ path, kind, replaces }) => `${kind} ${formatPath(path)}${replaces ? " replaces" : ""}`,
      );
  };
  const cases: [string, Record<string, Value>, Record<string, Value>, string[]][] = [
    [
      "be empty when nothing changed",
      { connection, daemon: { a: [1, { b: null }] } },
      { connection, daemon: { a: [1, { b: null }] } },
      [],
    ],
    [
      "be empty when a default is written down",
      { connection },
      {
        connection: { ...connection, port: 22, user: "root", jumpHosts: [] },
        installEngine: true,
        local: false,
      },
      [],
    ],
    [
      "replace another machine",
      { connection, machine: "i-1" },
      { connection, machine: "i-2" },
      ["update machine replaces"],
    ],
    [
      "replace a machine that may be another one",
      { connection, machine: "i-1" },
      { connection, machine: UNKNOWN },
      ["update machine replaces"],
    ],
    [
      "not replace another address",
      { connection },
      { connection: { ...connection, address: "192.0.2.2" } },
      ["update connection.address"],
    ],
    [
      "not replace an unknown address",
      { connection },
      { connection: { ...connection, address: UNKNOWN } },
      ["update connection.address"],
    ],
    [
      "not replace another way to log in",
      { connection },
      { connection: { address: "192.0.2.1", user: "deploy", privateKey: "k" } },
      ["update connection.user", "delete connection.credential", "add connection.privateKey"],
    ],
    [
      "name each setting of the engine",
      { connection, daemon: { "log-opts": { "max-size": "1m" } } },
      { connection, daemon: { "log-opts": { "max-size": "2m" }, debug: true } },
      ["update daemon.log-opts.max-size", "add daemon.debug"],
    ],
    [
      "replace the local engine by another",
      { connection },
      { local: true },
      ["update local replaces", "delete connection"],
    ],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`must ${what}`, () => assert.deepEqual(differences(before, after), expected));
  }
});

describe("the preview of a Host", () => {
  it("must dial nothing while the address is unknown, and know nothing of it", async () => {
    const inputs = bag({ connection: { ...connection, address: UNKNOWN } });
    const { id, state } = await lifecycle.apply(context, {
      id: undefined,
      oldInputs: undefined,
      oldState: undefined,
      inputs,
      preview: true,
    });
    assert.equal(id, undefined);
    assert.deepEqual(state.values, {
      link: UNKNOWN,
      hostId: UNKNOWN,
      hostKeyFingerprint: UNKNOWN,
      engine: UNKNOWN,
      facts: UNKNOWN,
    });
    assert.deepEqual(context.said, []);
  });

  it("must know the link of a host that is there, without dialling it", async () => {
    const inputs = bag({ connection: { ...connection, address: "192.0.2.250" } });
    const link = {
      hostId: "one",
      address: "192.0.2.1",
      port: 22,
      user: "root",
      hostKeys: ["ssh-ed25519 AAAA"],
      credential: "web",
    };
    const oldState = bag({
      link,
      hostId: "one",
      hostKeyFingerprint: "SHA256:x",
      engine: { version: "1" },
      facts: { cpus: 2 },
    });
    const { id, state } = await lifecycle.apply(context, {
      id: "one",
      oldInputs: bag({ connection }),
      oldState,
      inputs,
      preview: true,
    });
    assert.equal(id, "one");
    assert.deepEqual(state.values, { ...oldState.values, link: { ...link, address: "192.0.2.250" } });
  });

  it("must keep the link's secrets secret", async () => {
    const values = { connection: { address: "192.0.2.1", privateKey: "k" } };
    const oldState = bag({ link: { hostId: "one" }, hostId: "one" });
    const { state } = await lifecycle.apply(context, {
      id: "one",
      oldInputs: bag(values),
      oldState,
      inputs: { values, secrets: [["connection", "address"]] },
      preview: true,
    });
    const secrets = state.secrets.map(formatPath);
    assert.ok(secrets.includes("link.privateKey") && secrets.includes("link.address"), secrets.join());
  });
});
