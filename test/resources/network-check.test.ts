import assert from "node:assert/strict";
import { type Bag, formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import type { Urn } from "../../providers/resources/lifecycle";
import { checkNetwork } from "../../providers/resources/network/inputs";

const urn: Urn = { text: "", stack: "dev", project: "shop", type: "moorage:index:Network", name: "back" };
const subnet = "10.20.0.0/24";

function failures(ipamConfig: Record<string, Value>): string[] {
  const news: Bag = { values: { host: UNKNOWN, ipamConfigs: [ipamConfig] }, secrets: [] };
  const found = checkNetwork(urn, { olds: undefined, news }).failures;
  return found.map(({ path, reason }) => `${formatPath(path)} ${reason}`);
}

describe("the check of a network", () => {
  for (const [what, ipamConfig, expected] of [
    ["a subnet without its length", { subnet: "10.20.0.0" }, /^ipamConfigs\[0\]\.subnet .*10\.20\.0\.0\/24/],
    ["a subnet that is too long", { subnet: "10.20.0.0/33" }, /^ipamConfigs\[0\]\.subnet /],
    ["a subnet by name", { subnet: "back/24" }, /^ipamConfigs\[0\]\.subnet /],
    ["a range that is an address", { subnet, ipRange: "10.20.0.9" }, /^ipamConfigs\[0\]\.ipRange /],
    ["a gateway by name", { subnet, gateway: "router" }, /^ipamConfigs\[0\]\.gateway .*"router"/],
    [
      "a reserved address that is a range",
      { subnet, auxAddress: { router: "10.20.0.2/32" } },
      /^ipamConfigs\[0\]\.auxAddress\.router /,
    ],
  ] as const) {
    it(`must refuse ${what}`, () => {
      const found = failures(ipamConfig);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", expected);
    });
  }

  it("must let through addresses of both families, and those that are not known yet", () => {
    const auxAddress = { router: "10.20.0.2" };
    assert.deepEqual(failures({ subnet, ipRange: "10.20.0.128/25", gateway: "10.20.0.1", auxAddress }), []);
    assert.deepEqual(failures({ subnet: "fd00:20::/64", gateway: "fd00:20::1" }), []);
    assert.deepEqual(failures({ subnet: UNKNOWN, gateway: UNKNOWN, auxAddress: UNKNOWN }), []);
  });
});
