import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { runInline } from "../../support/engine/run-inline";

class Thing extends pulumi.CustomResource {
  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, {}, options);
  }
}

class Pair extends pulumi.ComponentResource {
  readonly first = new Thing("first", { parent: this });
  readonly second = new Thing("second", { parent: this });

  constructor() {
    super("test:index:Pair", "pair");
  }
}

/** The names of what the resource "last" depends on. */
async function dependenciesOf(dependsOn: () => pulumi.Resource[]): Promise<string[]> {
  const run = runInline(() => void new Thing("last", { dependsOn: dependsOn() }));
  await run.ended;
  const last = run.registrar.goals.find(({ name }) => name === "last");
  return (last?.dependencies ?? []).map((urn) => urn.split("::").at(-1) ?? "").sort();
}

describe("what a resource depends on", () => {
  it("must be nothing, or the custom resources that it names", async () => {
    assert.deepEqual(await dependenciesOf(() => []), []);
    assert.deepEqual(await dependenciesOf(() => [new Thing("a"), new Thing("b")]), ["a", "b"]);
  });

  it("must be the children of a component in its place, with custom resources beside it", async () => {
    assert.deepEqual(await dependenciesOf(() => [new Pair()]), ["first", "second"]);
    assert.deepEqual(await dependenciesOf(() => [new Thing("a"), new Pair()]), ["a", "first", "second"]);
  });
});
