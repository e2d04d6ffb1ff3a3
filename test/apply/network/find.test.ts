import assert from "node:assert/strict";
import { findNetwork } from "../../../providers/apply/network/find";
import type { Engine } from "../../../providers/docker/engine";
import { EngineRequestError, NotFoundError } from "../../../providers/docker/errors";
import type { NetworkInspectJson } from "../../../providers/docker/networks";

const json = (id: string, more: Partial<NetworkInspectJson> = {}): NetworkInspectJson => ({
  Id: id,
  Name: "back",
  Driver: "bridge",
  Internal: false,
  EnableIPv6: false,
  IPAM: {},
  Options: null,
  Labels: { owner: "us" },
  ...more,
});

/** An engine with networks, which calls a name ambiguous that two have. */
function engineWith(...networks: readonly NetworkInspectJson[]): Engine {
  const refusal = { host: "web-1", action: "inspect network back" };
  const inspect = (id: string): Promise<NetworkInspectJson> => {
    const found = networks.filter(({ Id, Name }) => Id === id || Name === id);
    const [first] = found;
    if (first === undefined) {
      return Promise.reject(new NotFoundError({ ...refusal, status: 404, reason: "network back not found" }));
    }
    const reason = `${found.length} matches found based on name: network back is ambiguous`;
    return found.length === 1
      ? Promise.resolve(first)
      : Promise.reject(new EngineRequestError({ ...refusal, status: 400, reason }));
  };
  return { networks: { inspect, list: () => Promise.resolve(networks) } } as unknown as Engine;
}

async function find(...networks: readonly NetworkInspectJson[]): Promise<unknown> {
  const found = await findNetwork(
    engineWith(...networks),
    "back",
    ({ Labels }) => Labels?.["owner"] === "us",
  );
  return found && [found.facts.Id, ...found.twins.map(({ Id }) => Id)];
}

describe("looking for a network", () => {
  it("must find the one of the name, and none where there is none", async () => {
    assert.deepEqual(await find(json("1"), json("2", { Name: "front" })), ["1"]);
    assert.equal(await find(), undefined);
  });

  it("must find the one that containers are on, where the engine has made it twice", async () => {
    assert.deepEqual(await find(json("1"), json("2", { Containers: { a: { Name: "web" } } })), ["2", "1"]);
  });

  it("must find that of somebody else before all, and nothing to remove", async () => {
    assert.deepEqual(await find(json("1"), json("2", { Labels: null })), ["2"]);
  });
});
