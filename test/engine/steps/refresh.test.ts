import assert from "node:assert/strict";

import { integrityProblem } from "../../../engine/state/integrity";
import { dependenciesOf } from "../../../engine/steps/dependencies";
import { InitializationError } from "../../../engine/plugins/provider-errors";
import type { DiffRequest } from "../../../engine/plugins/provider";
import { answer } from "./fake-provider";
import { TestStack, type Program } from "./test-stack";

/** What somebody else did to an object. */
function drift(stack: TestStack, id: string, size: number): void {
  stack.cloud.set(id, { inputs: { size }, properties: { size, made: id } });
}

describe("a refresh", () => {
  it("must ask for the difference with the sides swapped, and tell it the other way round", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { size: 1 }));
    drift(stack, "a-1", 7);
    stack.behaviour = {
      diff: () =>
        Promise.resolve(
          answer("some", {
            changedKeys: ["size"],
            detailedDiff: { size: { diffKind: "delete", inputDiff: true } },
          }),
        ),
    };
    const run = await stack.refresh();
    assert.deepEqual(run.calls, ["read a", "diff a"]);
    const { oldInputs, oldOutputs, newInputs } = run.log.find(({ rpc }) => rpc === "diff")
      ?.request as DiffRequest;
    assert.deepEqual(
      [oldInputs, oldOutputs, newInputs],
      [{ size: 7 }, { size: 7, made: "a-1" }, { size: 1 }],
    );
    const told = run.events.find(({ resOutputsEvent }) => resOutputsEvent && !resOutputsEvent.internal)
      ?.resOutputsEvent?.metadata;
    assert.equal(told?.op, "update");
    assert.deepEqual(told.detailedDiff, { size: { diffKind: "add", inputDiff: true } });
    assert.deepEqual(run.changes, { update: 1 });
    assert.deepEqual(stack.state("a")?.inputs, { size: 7 });
    assert.deepEqual(stack.state("a")?.outputs, { size: 7, made: "a-1" });
  });

  it("must drop what is gone, and what others say of it", async () => {
    const stack = new TestStack();
    await stack.up(async (program) => {
      const group = await program.component("group");
      const a = await program.thing("a", {}, { parent: group.urn });
      await program.thing(
        "b",
        {},
        { parent: a.urn, dependencies: [a.urn], propertyDependencies: { x: [a.urn] } },
      );
    });
    stack.cloud.delete("a-1");
    const run = await stack.refresh();
    assert.deepEqual(run.changes, { delete: 1, same: 2 });
    assert.deepEqual(stack.names, ["group", "b"]);
    assert.deepEqual(stack.state("b")?.dependencies, []);
    assert.equal(stack.state("b")?.parent, undefined);
  });

  it("must come before the program where the project asks for it, and the update repairs", async () => {
    const stack = new TestStack();
    const program = (p: Program) => p.thing("a", { size: 1 });
    await stack.up(program);
    drift(stack, "a-1", 7);
    const run = await stack.up(program, { refresh: true });
    assert.deepEqual(run.steps, ["refresh a", "update a"]);
    assert.deepEqual(stack.cloud.get("a-1")?.inputs, { size: 1 });
    stack.cloud.clear();
    const made = await stack.up(program, { refresh: true });
    assert.deepEqual(made.steps, ["refresh a", "create a"]);
  });

  it("must keep why a resource is not well, and let the next update repair it", async () => {
    const stack = new TestStack();
    const program = (p: Program) => p.thing("a", { size: 1 });
    await stack.up(program);
    const state = {
      id: "a-1",
      inputs: { size: 1 },
      properties: { size: 1, made: "a-1" },
      refreshBeforeUpdate: false,
    };
    stack.behaviour = { read: () => Promise.reject(new InitializationError("not well", ["sick"], state)) };
    const run = await stack.refresh();
    assert.equal(run.outcome, "succeeded");
    assert.match(run.warnings[0] ?? "", /unhealthy state:\n\* sick/);
    assert.deepEqual(stack.state("a")?.initErrors, ["sick"]);
    stack.behaviour = {};
    assert.deepEqual((await stack.up(program)).steps, ["update a"]);
  });

  it("must keep what it could read when one resource fails, and end the operation", async () => {
    const stack = new TestStack();
    const program = (p: Program) => Promise.all([p.thing("a", { size: 1 }), p.thing("b", { size: 1 })]);
    await stack.up(program);
    drift(stack, "a-1", 7);
    stack.behaviour = {
      read: ({ urn, id }) =>
        urn.endsWith("::b")
          ? Promise.reject(new Error("down"))
          : Promise.resolve({ id, ...stack.cloud.get(id), refreshBeforeUpdate: false }),
    };
    const run = await stack.up(program, { refresh: true });
    assert.equal(run.outcome, "failed");
    assert.equal(
      run.steps.some((step) => step.startsWith("update")),
      false,
    );
    assert.deepEqual(stack.state("a")?.inputs, { size: 7 });
    assert.deepEqual(stack.names.toSorted(), ["a", "b"]);
  });

  it("must be made of what asks for it before an update", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      create: () => Promise.resolve({ id: "a-1", properties: {}, refreshBeforeUpdate: true }),
      read: ({ id }) =>
        Promise.resolve({ id, inputs: { size: 1 }, properties: {}, refreshBeforeUpdate: true }),
    };
    const program = (p: Program) => p.thing("a", { size: 1 });
    await stack.up(program);
    assert.equal(stack.state("a")?.refreshBeforeUpdate, true);
    assert.deepEqual((await stack.up(program)).steps, ["refresh a", "same a"]);
  });

  it("must change nothing but what is targeted", async () => {
    const stack = new TestStack();
    await stack.up((p) => Promise.all([p.thing("a", { size: 1 }), p.thing("b", { size: 1 })]));
    const run = await stack.refresh({ targets: [stack.urn("b")] });
    assert.deepEqual(run.calls, ["read b", "diff b"]);
    const unknown = await stack.refresh({ targets: [stack.urn("x")] });
    assert.equal(unknown.outcome, "failed");
    assert.match(unknown.errors[0] ?? "", /Target '.*::x' could not be found in the stack/);
  });

  it("must take along what depends on the targets, of whatever provider", async () => {
    const stack = new TestStack();
    await stack.up(async (program) => {
      const provider = await program.provider("own");
      const a = await program.thing("a");
      await program.thing("b", {}, { parent: a.urn, provider });
      await program.thing("c");
    });
    const run = await stack.refresh({ targets: [stack.urn("a")], targetDependents: true });
    assert.deepEqual([run.errors, run.calls.toSorted()], [[], ["diff a", "diff b", "read a", "read b"]]);
  });

  it("must not be saved by a preview", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    drift(stack, "a-1", 7);
    const run = await stack.refresh({ preview: true });
    assert.deepEqual(run.changes, { update: 1 });
    assert.deepEqual(stack.state("a")?.inputs, { size: 1 });
  });

  it("must refresh with the program running: no resource is made, and what it has no more is refreshed", async () => {
    const stack = new TestStack();
    await stack.up((p) => Promise.all([p.thing("a", { size: 1 }), p.thing("b", { size: 1 })]));
    drift(stack, "a-1", 7);
    drift(stack, "b-1", 7);
    const run = await stack.run((p) => Promise.all([p.thing("a", { size: 1 }), p.thing("c")]), {
      refresh: true,
      refreshOnly: true,
      refreshProgram: true,
    });
    assert.deepEqual(run.errors, []);
    assert.deepEqual(run.calls.toSorted(), ["diff a", "diff b", "read a", "read b"]);
    assert.deepEqual(stack.names.toSorted(), ["a", "b"]);
    assert.deepEqual([stack.state("a")?.inputs, stack.state("b")?.inputs], [{ size: 7 }, { size: 7 }]);
  });

  it("must, with the program running, keep what a resource refers to that is not refreshed itself", async () => {
    const stack = new TestStack();
    const program = async (p: Program) => {
      const a = await p.thing("a");
      const b = await p.thing("b", {}, { parent: a.urn, deletedWith: a.urn });
      await p.component("group", { dependencies: [b.urn] });
      await p.thing("c", {}, { dependencies: [b.urn], propertyDependencies: { x: [a.urn] } });
    };
    await stack.up(program);
    const before = stack.snapshot.resources;
    for (const wanted of [{ targets: ["**::b"] }, { excludes: ["**::a"] }, { excludes: ["**::b"] }]) {
      const run = await stack.run(program, {
        refresh: true,
        refreshOnly: true,
        refreshProgram: true,
        ...wanted,
      });
      assert.deepEqual([run.outcome, run.errors], ["succeeded", []]);
      const references = (states: typeof before) =>
        Object.fromEntries(states.map((state) => [state.urn, dependenciesOf(state)]));
      assert.deepEqual(references(stack.snapshot.resources), references(before));
      for (const { resources, manifest } of run.saves) {
        const whole = { ...stack.snapshot, resources, manifest };
        assert.equal(integrityProblem(whole), undefined);
      }
    }
  });

  it("must, with the program running, keep what refers to a renamed resource when it fails before it has come to it", async () => {
    const stack = new TestStack();
    await stack.up(async (p) => {
      const a = await p.thing("a");
      await p.thing("b", {}, { dependencies: [a.urn], propertyDependencies: { x: [a.urn] } });
    });
    const failing = async (p: Program): Promise<void> => {
      await p.thing("renamed", {}, { aliases: [{ urn: stack.urn("a") }] });
      throw new Error("no further");
    };
    const run = await stack.run(failing, { refresh: true, refreshOnly: true, refreshProgram: true });
    assert.equal(run.outcome, "failed");
    const renamed = [stack.urn("renamed")];
    assert.deepEqual(stack.state("b")?.dependencies, renamed);
    assert.deepEqual(stack.state("b")?.propertyDependencies, { x: renamed });
  });

  it("must, with the program running, read what is not ours without what is found gone", async () => {
    const stack = new TestStack();
    stack.cloud.set("x", { inputs: {}, properties: {} });
    const program = async (p: Program) => {
      const a = await p.thing("a");
      const b = await p.thing("b");
      await p.read("found", "x", { parent: a.urn, dependencies: [a.urn, b.urn] });
    };
    await stack.up(program);
    stack.cloud.delete("a-1");
    const run = await stack.run(program, { refresh: true, refreshOnly: true, refreshProgram: true });
    assert.deepEqual([run.outcome, run.errors], ["succeeded", []]);
    assert.deepEqual(stack.names, ["b", "found"]);
    assert.deepEqual(stack.state("found")?.dependencies, [stack.urn("b")]);
    assert.equal(stack.state("found")?.parent, undefined);
    assert.equal(integrityProblem(stack.snapshot), undefined);
  });

  it("must, with the program running, keep the order when what is referred to is refreshed last", async () => {
    const stack = new TestStack();
    const inOrder = (needsLast: boolean) => async (p: Program) => {
      const last = () => p.thing("last");
      const early = needsLast ? [(await last()).urn] : [];
      const middle = await p.thing("middle", {}, { dependencies: early });
      await p.thing("first", {}, { dependencies: [middle.urn] });
      if (!needsLast) await last();
    };
    await stack.up(inOrder(true));
    drift(stack, "last-1", 7);
    const run = await stack.run(inOrder(false), {
      refresh: true,
      refreshOnly: true,
      refreshProgram: true,
      excludes: ["**::middle"],
    });
    assert.deepEqual([run.outcome, run.errors], ["succeeded", []]);
    assert.deepEqual(stack.names, ["last", "middle", "first"]);
    assert.deepEqual(stack.state("last")?.inputs, { size: 7 });
    assert.equal(integrityProblem(stack.snapshot), undefined);
  });

  it("must, with the program running, be part of an update: one resource after the other", async () => {
    const stack = new TestStack();
    const program = async (p: Program) => {
      const a = await p.thing("a", { size: 1 });
      await p.thing("b", { size: 1 }, { dependencies: [a.urn] });
    };
    await stack.up(program);
    drift(stack, "a-1", 7);
    stack.cloud.delete("b-1");
    const run = await stack.up(program, { refresh: true, refreshProgram: true });
    assert.deepEqual(run.steps, ["refresh a", "update a", "refresh b", "create b"]);
    assert.deepEqual(stack.names, ["a", "b"]);
    assert.equal(run.outcome, "succeeded");
  });
});
