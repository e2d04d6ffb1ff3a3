import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { trustDifferences } from "../../providers/resources/host/trust-differences";

const a = { address: "a:1", ca: "one" };
const b = { address: "b:2", insecure: true };
const c = { address: "c:3", ca: "three" };

function differences(old: Value, now: Value): string[] {
  return trustDifferences(old, now).map(({ kind, path }) => `${kind} ${formatPath(path)}`);
}

describe("a change of the registries that a host trusts", () => {
  const cases: readonly (readonly [string, Value, Value, string[]])[] = [
    ["nothing where they are the same in another order", [a, b, c], [c, a, b], []],
    ["the one that is missing, not those after it", [b, c], [a, b, c], ["add trustedRegistries[0]"]],
    ["the one that goes, at its former place", [a, b, c], [b, c], ["delete trustedRegistries[0]"]],
    ["the certificate that is another", [a, c], [c, { ...a, ca: "new" }], ["update trustedRegistries[1].ca"]],
    ["one in the place of another as an update", [a], [c], differencesOf("address", "ca")],
    ["what is not known yet", [a], [a, UNKNOWN], ["add trustedRegistries[1]"]],
    ["a list that is not known yet", [a], UNKNOWN, ["update trustedRegistries"]],
  ];
  for (const [what, old, now, expected] of cases) {
    it(`must show ${what}`, () => assert.deepEqual(differences(old, now), expected));
  }
});

function differencesOf(...keys: readonly string[]): string[] {
  return keys.map((key) => `update trustedRegistries[0].${key}`);
}
