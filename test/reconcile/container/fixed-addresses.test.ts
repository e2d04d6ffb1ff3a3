import assert from "node:assert/strict";
import type { ContainerSummaryJson } from "../../../providers/docker/container-json";
import type { NetworkInspectJson } from "../../../providers/docker/networks";
import {
  fixedAddresses,
  holderOf,
  outsideOf,
  subnetsOf,
} from "../../../providers/reconcile/container/fixed-addresses";

const network = {
  Id: "n1",
  IPAM: {
    Config: [
      { Subnet: "10.9.0.0/24", Gateway: "10.9.0.1", AuxiliaryAddresses: { router: "10.9.0.2" } },
      { Subnet: "fd09::/64", Gateway: "fd09::1" },
    ],
  },
} as unknown as NetworkInspectJson;

const holding = (Id: string, IPAddress: string, GlobalIPv6Address = "", NetworkID = "n1") =>
  ({
    Id,
    Names: [`/${Id}`],
    NetworkSettings: { Networks: { back: { NetworkID, IPAddress, GlobalIPv6Address } } },
  }) as unknown as ContainerSummaryJson;

describe("the fixed addresses of a container", () => {
  it("must be known with their places", () => {
    const networks = [{ network: "a" }, { network: "b", ipv4Address: "10.9.0.9", ipv6Address: "fd09::9" }];
    assert.deepEqual(fixedAddresses({ image: "web:1", networks }), [
      { address: "10.9.0.9", network: "b", property: "networks[1].ipv4Address" },
      { address: "fd09::9", network: "b", property: "networks[1].ipv6Address" },
    ]);
  });

  it("must lie in one of the network's subnets, as far as these are known", () => {
    const subnets = subnetsOf(network);
    for (const inside of ["10.9.0.9", "fd09::9"]) assert.equal(outsideOf(inside, subnets), undefined);
    for (const outside of ["10.9.1.9", "fd0a::9"]) {
      assert.deepEqual(outsideOf(outside, subnets), { kind: "outside", subnets });
    }
    assert.deepEqual(outsideOf("fd09::9", ["10.9.0.0/24"])?.kind, "outside");
    assert.equal(outsideOf("10.9.1.9", []), undefined);
  });

  it("must not be what the network keeps for itself", () => {
    const problem = (address: string) => holderOf(address, network, [], new Set());
    assert.deepEqual(problem("10.9.0.1"), { kind: "reserved", what: "its gateway's" });
    assert.deepEqual(problem("fd09:0::1"), { kind: "reserved", what: "its gateway's" });
    assert.deepEqual(problem("10.9.0.2"), { kind: "reserved", what: "kept for router" });
    assert.equal(problem("10.9.0.3"), undefined);
  });

  it("must not be the gateway's that a bridge chooses itself", () => {
    const gateway = (changes: object, subnet: object = {}) => {
      const Config = [{ Subnet: "10.9.7.64/26", ...subnet }];
      const chosen = { ...network, Driver: "bridge", IPAM: { Config }, ...changes };
      return holderOf("10.9.7.65", chosen, [], new Set())?.kind;
    };
    assert.equal(gateway({}), "reserved");
    assert.equal(gateway({ Driver: "macvlan" }), undefined);
    assert.equal(gateway({ Internal: true }), undefined);
    assert.equal(gateway({}, { IPRange: "10.9.7.96/28" }), undefined);
  });

  it("must not be another container's on the same network, in whatever spelling", () => {
    const all = [
      holding("c1", "10.9.0.9", "fd09::9"),
      holding("c2", "10.9.0.10", "", "n2"),
      holding("c3", ""),
    ];
    const holder = (address: string, ours: string[] = []) => holderOf(address, network, all, new Set(ours));
    assert.deepEqual(holder("10.9.0.9"), { kind: "taken", holder: all[0] });
    assert.deepEqual(holder("FD09:0:0::9"), { kind: "taken", holder: all[0] });
    assert.equal(holder("10.9.0.9", ["c1"]), undefined);
    assert.equal(holder("10.9.0.10"), undefined);
  });
});
