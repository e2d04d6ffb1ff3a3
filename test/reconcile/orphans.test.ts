import assert from "node:assert/strict";
import type { ContainerSummaryJson } from "../../providers/docker/container-json";
import { findMade } from "../../providers/reconcile/orphans";
import { ownershipLabels } from "../../providers/reconcile/ownership";

const owner = { urn: "urn:app", stack: "shop/dev", name: "app" };
const Labels = ownershipLabels(owner, "hash", "create");

function container(name: string, ...sources: string[]): ContainerSummaryJson {
  const Mounts = sources.map((Source) => ({ Type: "bind", Source, Destination: "/x", RW: true }));
  return { Id: name, Names: [`/${name}`], Labels, Ports: [], Mounts } as unknown as ContainerSummaryJson;
}

const made = (...containers: ContainerSummaryJson[]) =>
  findMade({ containers, networks: [], volumes: [] }, []);

describe("what Moorage has made on a host", () => {
  it("must not hold what has none of its labels", () => {
    assert.deepEqual(made({ ...container("theirs"), Labels: { mine: "1" } }), []);
    assert.deepEqual(made({ ...container("theirs"), Labels: null }), []);
  });

  it("must tell the one that has the name from what a swap left beside it", () => {
    const found = made(container("app.old"), container("app"));
    assert.deepEqual(
      found.map(({ name, isBeside }) => [name, isBeside]),
      [
        ["app", false],
        ["app.old", true],
      ],
    );
    assert.equal(made(container("app.old"))[0]?.isBeside, false);
  });

  it("must go with its files, and with nothing else that it mounts", () => {
    const file = "/var/lib/moorage/files/app/0123";
    const [app, beside] = made(container("app", file, "/etc/app"), container("app.new", file));
    assert.deepEqual(app?.folders, ["/var/lib/moorage/files/app"]);
    assert.deepEqual(beside?.folders, []);
    for (const path of [
      "/var/lib/moorage/files/stray",
      "/var/lib/moorage/files/../x",
      "/var/lib/moorage/files/app/a/b",
      "/var/lib/moorage/files//x",
    ]) {
      assert.deepEqual(made(container("app", path))[0]?.folders, []);
    }
  });
});
