import assert from "node:assert/strict";

import { answer } from "./fake-provider";
import { TestStack } from "./test-stack";

describe("a resource's life", () => {
  it("must begin with a check and a creation, and a save before and after it", async () => {
    const stack = new TestStack();
    const run = await stack.up((program) => program.thing("a", { size: 1 }));
    assert.deepEqual(run.errors, []);
    assert.equal(run.outcome, "succeeded");
    assert.deepEqual(run.steps, ["create a"]);
    assert.deepEqual(run.calls, ["check a", "create a"]);
    assert.deepEqual(run.changes, { create: 1 });
    assert.equal(stack.state("a")?.id, "a-1");
    assert.deepEqual(stack.state("a")?.outputs, { size: 1, made: "a-1" });
    const pending = run.saves.find(({ pendingOperations }) =>
      pendingOperations.some(({ resource }) => resource.urn === stack.urn("a")),
    );
    assert.equal(pending?.pendingOperations[0]?.type, "creating");
  });

  it("must be the same if nothing changed, keeping new inputs and old outputs", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { size: 1 }));
    stack.behaviour = {
      diff: () => Promise.resolve(answer("none")),
    };
    const run = await stack.up((program) => program.thing("a", { size: 2 }));
    assert.deepEqual(run.steps, ["same a"]);
    assert.deepEqual(stack.state("a")?.inputs, { size: 2 });
    assert.deepEqual(stack.state("a")?.outputs, { size: 1, made: "a-1" });
  });

  it("must be updated in its place if the provider says so", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { size: 1 }));
    const run = await stack.up((program) => program.thing("a", { size: 2 }));
    assert.deepEqual(run.calls, ["check a", "diff a", "update a"]);
    assert.deepEqual(run.changes, { update: 1 });
    assert.deepEqual(stack.state("a")?.outputs, { size: 2, made: "a-1" });
  });

  it("must end when the program has it no more, dependents first", async () => {
    const stack = new TestStack();
    await stack.up(async (program) => {
      const a = await program.thing("a");
      await program.thing("b", {}, { dependencies: [a.urn] });
    });
    const run = await stack.up(() => Promise.resolve());
    assert.deepEqual(run.calls, ["delete b", "delete a"]);
    assert.deepEqual(run.changes, { delete: 2 });
    assert.deepEqual(stack.snapshot.resources, []);
  });

  it("must not be touched by a preview", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { size: 1 }));
    const run = await stack.preview((program) => program.thing("b"));
    assert.deepEqual(run.steps, ["create b", "delete a"]);
    assert.deepEqual(run.saves, []);
    assert.deepEqual([...stack.cloud.keys()], ["a-1"]);
  });
});
