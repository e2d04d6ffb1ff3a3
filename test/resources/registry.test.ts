import assert from "node:assert/strict";
import { UNKNOWN, type Value } from "../../providers/resources/bag";
import { registry } from "../../providers/resources/registry";
import { HOST_ID, imageContext } from "./image-context";

const credentials = { hub: { username: "deploy", password: "secret" }, web: { privateKeyFile: "/key" } };

describe("A Registry", () => {
  const check = (values: Record<string, Value>) =>
    registry.check(imageContext([], { credentials }), { olds: undefined, news: { values, secrets: [] } });

  /** The property and the reason of each failure. */
  async function failures(values: Record<string, Value>): Promise<string[]> {
    return (await check(values)).failures.map(({ path, reason }) => `${path.join(".")} ${reason}`);
  }

  const differences = (old: Record<string, Value>, now: Record<string, Value>): string[] =>
    registry
      .diff(imageContext([]), {
        id: "r",
        oldInputs: { values: old, secrets: [] },
        oldState: { values: old, secrets: [] },
        news: { values: now, secrets: [] },
      })
      .differences.map(({ path, replaces }) => path.join(".") + (replaces ? " replaces" : ""));

  it("must be taken with a name, an IP address and a port", async () => {
    for (const address of [
      "docker.io",
      "registry.example.com:5000",
      "192.0.2.7:5000",
      "[2001:db8::7]:5000",
      "localhost",
    ]) {
      assert.deepEqual(await failures({ address, credential: "hub" }), [], address);
    }
    assert.deepEqual(await failures({ address: UNKNOWN, username: UNKNOWN, password: UNKNOWN }), []);
  });

  const mistakes: readonly (readonly [string, Record<string, Value>, RegExp])[] = [
    ["an address with a scheme", { address: "https://r.example.com" }, /^address must be without https:\/\//],
    ["an address with a path", { address: "r.example.com/team" }, /^address must be a name/],
    [
      "an address that an image's name would not be read as",
      { address: "registry" },
      /^address must be a name/,
    ],
    ["the path of a certificate", { ca: "./ca.pem" }, /^ca must be a certificate in PEM, not the path/],
    ["a user without password", { username: "deploy" }, /^password is required/],
    ["a password without user", { password: "x" }, /^username is required/],
    ["a login beside a credential", { credential: "hub", username: "x" }, /^username goes not together/],
    [
      "a credential that is not there",
      { credential: "hob" },
      /^credential There is no credential "hob".*"hub"/,
    ],
    [
      "a credential that is not a login",
      { credential: "web" },
      /^credential The credential "web" has no username and no password/,
    ],
  ];
  for (const [title, values, expected] of mistakes) {
    it(`must be refused with ${title}`, async () => {
      const found = await failures({ address: "r.example.com", ...values });
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", expected);
    });
  }

  it("must not change with a password, nor with another way to the host that it is reached by", () => {
    const old = {
      address: "r.io",
      username: "a",
      password: "1",
      via: { hostId: HOST_ID, address: "192.0.2.1" },
    };
    const now = { ...old, password: "2", via: { hostId: HOST_ID, address: "192.0.2.2" } };
    assert.deepEqual(differences(old, now), []);
  });

  it("must be tried out again with other arguments, and be another one at another address", () => {
    assert.deepEqual(
      differences({ address: "r.io", credential: "a" }, { address: "r.io", credential: "b" }),
      ["credential"],
    );
    assert.deepEqual(differences({ address: "r.io" }, { address: "s.io" }), ["address replaces"]);
    const via = { hostId: HOST_ID };
    assert.deepEqual(differences({ address: "r.io" }, { address: "r.io", via }), ["via.hostId"]);
  });

  it("must be read without being asked, and be imported by its address", async () => {
    const context = imageContext([]);
    const inputs = { values: { address: "r.io" }, secrets: [] };
    assert.deepEqual(await registry.read(context, { id: "r.io", inputs, state: inputs }), {
      id: "r.io",
      inputs,
      state: inputs,
    });
    const imported = await registry.read(context, { id: "r.io", inputs: undefined, state: undefined });
    assert.equal(imported?.inputs.values["address"], "r.io");
  });

  it("must warn in a preview where it does not answer, and fail in an update", async () => {
    const context = imageContext([]);
    const inputs = { values: { address: "127.0.0.1:1", insecure: false }, secrets: [] };
    const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs };
    const { id, state } = await registry.apply(context, { ...request, preview: true });
    assert.deepEqual([id, state.values["address"]], ["127.0.0.1:1", "127.0.0.1:1"]);
    assert.match(context.logged.join(), /^warning: The registry 127\.0\.0\.1:1 cannot be reached/);
    await assert.rejects(registry.apply(context, { ...request, preview: false }), { name: "RegistryError" });
  });
});
