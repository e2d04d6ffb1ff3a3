import assert from "node:assert/strict";
import { tooNewParts, unmetNeeds } from "../../../providers/apply/container/unmet-needs";
import type { EngineInfoJson } from "../../../providers/docker/system";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";

const web = { image: "web:1" };
const spec: ContainerSpec = {
  ...web,
  annotations: { a: "1" },
  binds: [
    { source: "/a", target: "/a" },
    { source: "/b", target: "/b", createMountpoint: true, readOnlyNonRecursive: false },
  ],
  healthcheck: { test: ["NONE"], startIntervalSeconds: 1 },
};

describe("what a host cannot have", () => {
  it("must be named with its place, the version that it needs and the one that is there", () => {
    const found = tooNewParts(spec, "1.41", "web-1");
    assert.deepEqual(
      found.map(({ property }) => property),
      ["healthcheck.startIntervalSeconds", "annotations", "binds[1].createMountpoint"],
    );
    assert.equal(
      found[1]?.reason,
      "annotations needs API 1.43 (engine 24.0) or newer; the engine of web-1 has API 1.41 (engine 20.10). " +
        "Upgrade the engine, or leave the option out.",
    );
  });

  it("must be nothing where the engine is new enough", () => {
    assert.deepEqual(tooNewParts(spec, "1.44", "web-1"), []);
    assert.deepEqual(tooNewParts(web, "1.41", "web-1"), []);
  });

  it("must be named where the kernel lacks it, with what it needs", () => {
    const info = {
      CgroupVersion: "2",
      SwapLimit: false,
      MemoryLimit: true,
      PidsLimit: true,
    } as EngineInfoJson;
    const wanted = { ...web, memoryMiB: 64, memorySwapMiB: 96, memorySwappiness: 1, pidsLimit: 5 };
    const found = unmetNeeds(wanted, info, "web-1");
    assert.deepEqual(
      found.map(({ property }) => property),
      ["memorySwapMiB", "memorySwappiness"],
    );
    assert.match(found[1]?.reason ?? "", /memorySwappiness needs cgroup v1; web-1 has not/);
  });
});
