import assert from "node:assert/strict";
import { UNKNOWN, type Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import { HOST_ID, imageContext } from "./image-context";

const hub = { address: "r.example.com:5000" };

describe("The names of an Image in registries", () => {
  const check = (values: Record<string, Value>) =>
    image.check(imageContext([]), {
      olds: undefined,
      news: { values: { host: { hostId: HOST_ID }, ...values }, secrets: [] },
    });

  const named: readonly (readonly [string, Value, Value])[] = [
    ["team/app:1", hub, "r.example.com:5000/team/app:1"],
    ["app", hub, "r.example.com:5000/app:latest"],
    ["r.example.com:5000/app:1", hub, "r.example.com:5000/app:1"],
    ["app:1", { address: "docker.io" }, "app:1"],
    ["app:1", { address: UNKNOWN }, UNKNOWN],
    ["app:1", UNKNOWN, UNKNOWN],
  ];
  for (const [name, registry, expected] of named) {
    it(`must be completed by the registry's address: ${name}, ${String(expected)}`, async () => {
      const { inputs, failures } = await check({ name, registry });
      assert.deepEqual(failures, []);
      assert.equal(inputs.values["name"], expected);
    });
  }

  it("must not be in another registry", async () => {
    const { failures } = await check({ name: "ghcr.io/app:1", registry: hub });
    assert.deepEqual(failures[0]?.path, ["name"]);
    assert.match(failures[0]?.reason ?? "", /is in the registry ghcr\.io, not in r\.example\.com:5000/);
  });

  it("must be refused where the base images of a build have two logins to one of them", async () => {
    const { failures } = await check({ build: { registries: [hub, { address: UNKNOWN }, hub] } });
    const [failure] = failures.filter(({ path }) => path.includes("registries"));
    assert.deepEqual(failure?.path, ["build", "registries", 2, "address"]);
    assert.equal(failure?.reason, "is r.example.com:5000 again: leave one of them out");
  });

  it("must not gain the library/ of Docker's own registry in another one", async () => {
    for (const [name, pushed] of [
      ["app:1", "app:1"],
      ["library/app:1", "app:1"],
      ["docker.io/library/a.b/app:1", "library/a.b/app:1"],
      ["r.example.com:5000/library/app:1", "library/app:1"],
    ] as const) {
      const { inputs } = await check({ name, archive: UNKNOWN, push: [{ registry: hub }] });
      assert.deepEqual(inputs.values["push"], [{ registry: hub, name: `r.example.com:5000/${pushed}` }]);
    }
  });

  it("must be the image's own where a push names none, and have no digest", async () => {
    const push: Value = [{ registry: hub }, { registry: hub, name: "other:2" }, { registry: UNKNOWN }];
    const { inputs } = await check({ name: "shop/app:1", push });
    const names = (inputs.values["push"] as { name: Value }[]).map(({ name }) => name);
    assert.deepEqual(names, ["r.example.com:5000/shop/app:1", "r.example.com:5000/other:2", UNKNOWN]);
    const bad: Value = [{ registry: hub, name: `app@sha256:${"0".repeat(64)}` }];
    const { failures } = await check({ name: "shop/app:1", push: bad });
    assert.deepEqual(failures[0]?.path, ["push", 0, "name"]);
  });
});
