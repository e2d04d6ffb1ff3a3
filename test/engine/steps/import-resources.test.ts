import assert from "node:assert/strict";

import type { ImportSpec } from "../../../engine/steps/deployment";
import { TestStack } from "./test-stack";

const spec = (name: string, id: string, rest: Partial<ImportSpec> = {}): ImportSpec => ({
  type: "fake:index:Thing",
  name,
  id,
  ...rest,
});

describe("an import", () => {
  it("must take objects into the state under the stack, parents first, and keep what is there", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    for (const id of ["x", "y"])
      stack.cloud.set(id, { inputs: { size: 2 }, properties: { size: 2, made: id } });
    const parent = "urn:pulumi:dev::test::test:index:Group::group";
    const run = await stack.run(undefined, {
      imports: [
        spec("child", "y", { parent }),
        { type: "test:index:Group", name: "group", id: "", component: true },
        spec("b", "x", { protect: true }),
      ],
    });
    assert.deepEqual(run.errors, []);
    assert.deepEqual(stack.names, ["a", "test-dev", "group", "b", "child"]);
    assert.equal(stack.state("child")?.parent, parent);
    assert.deepEqual(stack.state("b")?.inputs, { size: 2 });
    assert.deepEqual(stack.state("b")?.outputs, { size: 2, made: "x" });
    assert.equal(stack.state("b")?.id, "x");
    assert.equal(stack.state("b")?.protect, true);
    assert.equal(stack.state("b")?.importID, "");
    // The same import once more finds everything there.
    const again = await stack.run(undefined, { imports: [spec("b", "x")] });
    assert.equal(again.calls.length, 0);
    assert.equal(again.outcome, "succeeded");
  });

  it("must find what it has imported, by the id that the provider has for it", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      read: ({ id }) =>
        Promise.resolve({
          id: `own-${id.replace("own-", "")}`,
          inputs: {},
          properties: {},
          refreshBeforeUpdate: false,
        }),
    };
    const imports = [spec("a", "x")];
    await stack.run(undefined, { imports });
    assert.equal(stack.state("a")?.id, "own-x");
    const again = await stack.run(undefined, { imports: [...imports, spec("b", "y")] });
    assert.deepEqual(again.errors, []);
    assert.deepEqual(stack.names.slice(-2), ["a", "b"]);
    const other = await stack.run(undefined, { imports: [spec("a", "y")] });
    assert.match(other.errors[0] ?? "", /already exists$/);
  });

  it("must refuse what does not exist, and keep the rest", async () => {
    const stack = new TestStack();
    stack.cloud.set("x", { inputs: {}, properties: {} });
    const run = await stack.run(undefined, { imports: [spec("a", "x"), spec("b", "nowhere")] });
    assert.equal(run.outcome, "failed");
    assert.equal(run.errors[0], "resource 'nowhere' does not exist");
    assert.equal(stack.state("a")?.id, "x");
    assert.equal(stack.state("b"), undefined);
  });
});
