import assert from "node:assert/strict";

import { TestStack, type Program } from "./test-stack";

const three = (size: number) => async (program: Program) => {
  const a = await program.thing("a", { size });
  await program.thing("b", { size }, { dependencies: [a.urn] });
  await program.thing("c", { size });
};

describe("targets", () => {
  it("must limit an update to themselves, and leave the records of the others as they are", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const run = await stack.up(three(2), { targets: [stack.urn("a")] });
    assert.deepEqual(run.steps, ["update a", "same b", "same c"]);
    assert.deepEqual(run.calls, ["check a", "diff a", "update a"]);
    assert.deepEqual(stack.state("b")?.inputs, { size: 1 });
    assert.deepEqual(stack.names.toSorted(), ["a", "b", "c"]);
  });

  it("must be found by patterns, and with what depends on them", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    assert.deepEqual((await stack.up(three(2), { targets: ["**::c"] })).changes, { update: 1, same: 2 });
    const run = await stack.up(three(3), { targets: [stack.urn("a")], targetDependents: true });
    assert.deepEqual(run.steps, ["update a", "update b", "same c"]);
  });

  it("must leave out what is excluded, and what depends on it where that is asked for", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const run = await stack.up(three(2), { excludes: [stack.urn("a")] });
    assert.deepEqual(run.steps, ["same a", "update b", "update c"]);
    const both = await stack.up(three(3), { excludes: [stack.urn("a")], excludeDependents: true });
    assert.deepEqual(both.steps, ["same a", "same b", "update c"]);
  });

  it("must not make what is new and is no target", async () => {
    const stack = new TestStack();
    const run = await stack.up(three(1), { targets: [stack.urn("c")] });
    assert.deepEqual(run.calls, ["check c", "create c"]);
    assert.deepEqual(stack.names, ["c"]);
    const dependent = await stack.up(three(1), { targets: [stack.urn("b")] });
    assert.equal(dependent.outcome, "failed");
    assert.match(dependent.errors[0] ?? "", /'.*::b' depends on '.*::a' which was was not specified/);
  });

  it("must be deleted alone only if nothing depends on them", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const refused = await stack.destroy({ targets: [stack.urn("a")] });
    assert.equal(refused.outcome, "failed");
    assert.match(refused.errors[0] ?? "", /'.*::b' will be destroyed but was not specified in --target list/);
    assert.deepEqual(refused.calls, []);
    const run = await stack.destroy({ targets: [stack.urn("a")], targetDependents: true });
    assert.deepEqual(run.calls, ["delete b", "delete a"]);
    assert.deepEqual(stack.names, ["c"]);
  });

  it("must keep what is excluded from a destruction, with what it needs", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const run = await stack.destroy({ excludes: [stack.urn("b")] });
    assert.deepEqual(run.calls, ["delete c"]);
    assert.deepEqual(stack.names, ["a", "b"]);
  });

  it("must be refused where nobody knows them", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const run = await stack.up(three(1), { targets: [stack.urn("x")] });
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /Target '.*::x' could not be found in the stack/);
    const replace = await stack.up(three(1), { replaceTargets: [stack.urn("x")] });
    assert.equal(replace.outcome, "failed");
    assert.deepEqual(replace.calls, []);
  });

  it("must be replaced whether or not they changed, and tainted ones too", async () => {
    const stack = new TestStack();
    await stack.up(three(1));
    const run = await stack.up(three(1), { replaceTargets: [stack.urn("a")] });
    assert.deepEqual(run.changes, { replace: 1, same: 2 });
    assert.deepEqual(run.calls.slice(0, 2), ["check a", "create a"]);
    const resources = stack.snapshot.resources.map((state) =>
      state.urn === stack.urn("c") ? { ...state, taint: true } : state,
    );
    stack.snapshot = { ...stack.snapshot, resources };
    assert.deepEqual((await stack.up(three(1))).changes, { replace: 1, same: 2 });
    assert.equal(stack.state("c")?.taint, false);
  });

  it("must be refused where an alias of one would make a cycle with what is none", async () => {
    const stack = new TestStack();
    await stack.up(async (p) => {
      const one = await p.thing("one");
      await p.thing("two", {}, { dependencies: [one.urn] });
    });
    const before = stack.snapshot.resources.map(({ urn, dependencies }) => [urn, dependencies]);
    const cyclic = async (p: Program): Promise<void> => {
      const two = await p.thing("two");
      await p.thing("renamed", {}, { dependencies: [two.urn], aliases: [{ urn: stack.urn("one") }] });
    };
    const run = await stack.up(cyclic, { targets: [stack.urn("renamed")] });
    assert.equal(run.outcome, "failed");
    assert.match(
      run.errors.join(),
      /Duplicate resource alias '.*::one' applied to resource with URN '.*::renamed'/,
    );
    const after = stack.snapshot.resources.map(({ urn, dependencies }) => [urn, dependencies]);
    assert.deepEqual(after, before);
  });
});
