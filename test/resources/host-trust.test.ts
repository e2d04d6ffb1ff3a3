import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { checkHost } from "../../providers/resources/host/check";

const config = { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 5 };
const ca = "-----BEGIN CERTIFICATE-----\nb25l\n-----END CERTIFICATE-----\n";

function failures(trustedRegistries: Value, others: Record<string, Value> = {}): string[] {
  const values: Record<string, Value> = {
    connection: { address: "192.0.2.1" },
    trustedRegistries,
    ...others,
  };
  const found = checkHost({ config }, { olds: undefined, news: { values, secrets: [] } }).failures;
  return found.map(({ path, reason }) => `${formatPath(path)} ${reason}`);
}

describe("the check of the registries that a host trusts", () => {
  const wrong: readonly (readonly [string, Value, RegExp])[] = [
    ["a path for an address", [{ address: "../../etc", ca }], /^trustedRegistries\[0\]\.address must be/],
    ["an address with a scheme", [{ address: "https://a", ca }], /^trustedRegistries\[0\]\.address must be/],
    ["neither of ca and insecure", [{ address: "a:1" }], /^trustedRegistries\[0\]\.ca is required/],
    ["both of ca and insecure", [{ address: "a:1", ca, insecure: true }], /\.insecure cannot be true beside/],
    ["what is no certificate", [{ address: "a:1", ca: "./ca.pem" }], /\.ca must be a certificate in PEM/],
    [
      "an address twice",
      [
        { address: "a:1", ca },
        { address: "a:1", insecure: true },
      ],
      /^trustedRegistries\[1\]\.address names a:1 a second time/,
    ],
  ];
  for (const [what, registries, expected] of wrong) {
    it(`must refuse ${what}`, () => {
      const [first = "", ...others] = failures(registries);
      assert.match(first, expected);
      assert.deepEqual(others, []);
    });
  }

  it("must refuse one list in two places, and a host that is this machine", () => {
    const daemon = { "insecure-registries": ["b"] };
    const [twice = ""] = failures([{ address: "a:1", insecure: true }], { daemon });
    assert.match(twice, /^daemon\.insecure-registries cannot be given beside/);
    const [local = ""] = failures([{ address: "a:1", ca }], { connection: null, local: true });
    assert.match(local, /^trustedRegistries has no meaning/);
  });

  it("must let through what is right or not known yet", () => {
    assert.deepEqual(
      failures([
        { address: "registry.example.com", ca },
        { address: "[::1]:5000", ca },
      ]),
      [],
    );
    assert.deepEqual(failures([{ address: UNKNOWN, ca: UNKNOWN }, UNKNOWN]), []);
    assert.deepEqual(failures(UNKNOWN), []);
    const daemon = { "insecure-registries": ["b"] };
    assert.deepEqual(failures([{ address: "a:1", ca }], { daemon }), []);
  });
});
