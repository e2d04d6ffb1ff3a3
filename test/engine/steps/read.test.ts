import assert from "node:assert/strict";

import { TestStack, type Program } from "./test-stack";

const there = (stack: TestStack, id: string) => stack.cloud.set(id, { inputs: {}, properties: { size: 5 } });

describe("reading what somebody else owns", () => {
  it("must be kept in the state, and only forgotten when the program has it no more", async () => {
    const stack = new TestStack();
    there(stack, "x");
    const run = await stack.up((p) => p.read("a", "x"));
    assert.deepEqual(run.steps, ["read a"]);
    assert.deepEqual(stack.state("a")?.outputs, { size: 5 });
    assert.equal(stack.state("a")?.external, true);
    const gone = await stack.up(() => Promise.resolve());
    assert.deepEqual(gone.steps, ["discard a"]);
    assert.deepEqual(gone.calls, []);
    assert.equal(stack.cloud.has("x"), true);
  });

  it("must fail for what does not exist", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) => p.read("a", "x"));
    assert.deepEqual(run.errors, ["resource 'x' does not exist", "update failed"]);
  });

  it("must let go of our own object, and delete it if it is another one", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a"));
    const same = await stack.up((p) => p.read("a", "a-1"));
    assert.deepEqual(same.steps, ["read a"]);
    const stack2 = new TestStack();
    await stack2.up((p) => p.thing("a"));
    there(stack2, "x");
    const other = await stack2.up((p) => p.read("a", "x"));
    assert.deepEqual(other.steps, ["read-replacement a", "replace a", "delete-replaced a"]);
    assert.deepEqual([...stack2.cloud.keys()], ["x"]);
    assert.deepEqual(stack2.names, ["a"]);
  });

  it("must keep the record of our own object until it is deleted", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a"));
    there(stack, "x");
    stack.behaviour = { delete: () => Promise.reject(new Error("not now")) };
    const run = await stack.up((p) => p.read("a", "x"));
    assert.equal(run.outcome, "failed");
    assert.deepEqual(stack.names, ["a", "a ✗"]);
    stack.behaviour = {};
    await stack.up((p) => p.read("a", "x"));
    assert.deepEqual([...stack.cloud.keys()], ["x"]);
    assert.deepEqual(stack.names, ["a"]);
  });

  it("must make an object of our own when the program registers it instead", async () => {
    const stack = new TestStack();
    there(stack, "x");
    await stack.up((p) => p.read("a", "x"));
    const run = await stack.up((p) => p.thing("a"));
    assert.deepEqual(run.steps, ["create-replacement a", "replace a", "discard-replaced a"]);
    assert.equal(stack.state("a")?.id, "a-1");
    assert.equal(stack.cloud.has("x"), true);
  });

  it("must not be asked in a preview while the id is not known", async () => {
    const stack = new TestStack();
    const program = (p: Program) => p.read("a", "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    const run = await stack.preview(program);
    assert.deepEqual(run.calls, []);
    assert.equal(run.outcome, "succeeded");
  });
});
