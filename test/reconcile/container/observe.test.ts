import assert from "node:assert/strict";
import {
  type ContainerFacts,
  mayNameGoneNetworks,
  withoutGoneNetworks,
} from "../../../providers/reconcile/container/observe";
import { desiredOf, made } from "./engine-echo";

const on = (...networks: readonly [name: string, id: string][]): ContainerFacts => {
  const facts = made(desiredOf({}), { status: "exited" });
  const none = { ipv4Address: undefined, ipv6Address: undefined, address: undefined, macAddress: undefined };
  const attachment = { ...none, aliases: [], linkLocalIps: [], driverOpts: {}, gwPriority: 0 };
  return {
    ...facts,
    networks: Object.fromEntries(networks.map(([name, networkId]) => [name, { ...attachment, networkId }])),
  };
};

describe("Networks that are gone", () => {
  it("must not count among those of a container, also where another one has their name", () => {
    const facts = on(["back", "1"], ["front", "2"], ["fresh", ""]);
    const { networks } = withoutGoneNetworks(facts, new Set(["1", "3"]));
    assert.deepEqual(Object.keys(networks), ["back", "fresh"]);
  });

  it("must leave the engine's own alone, which get other ids at every start of the engine", () => {
    const facts = on(["bridge", "old"], ["host", "old"], ["none", "old"]);
    assert.deepEqual(withoutGoneNetworks(facts, new Set()), facts);
    assert.equal(mayNameGoneNetworks(facts), false);
  });

  it("must not be looked for under a running container, which keeps its networks", () => {
    const facts = on(["back", "1"]);
    assert.equal(mayNameGoneNetworks(facts), true);
    assert.equal(mayNameGoneNetworks({ ...facts, status: "running" }), false);
  });
});
