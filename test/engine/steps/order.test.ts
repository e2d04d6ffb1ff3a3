import assert from "node:assert/strict";

import { resourceState } from "../../../engine/state";
import { TestStack, type Program } from "./test-stack";

describe("the order of steps", () => {
  it("must let no more run at once than is allowed", async () => {
    const stack = new TestStack();
    let running = 0;
    let most = 0;
    stack.behaviour = {
      create: async ({ urn, inputs }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return { id: urn, properties: inputs, refreshBeforeUpdate: false };
      },
    };
    const program = (p: Program) => Promise.all(["a", "b", "c", "d", "e"].map((name) => p.thing(name)));
    await stack.up(program, { parallel: 2 });
    assert.equal(most, 2);
    most = 0;
    await new TestStack().up(program, { parallel: 1 });
    assert.equal(stack.names.length, 5);
  });

  it("must delete what is independent beside each other, and a component after all that is in it", async () => {
    const stack = new TestStack();
    await stack.up(async (p) => {
      const group = await p.component("group");
      const inside = await Promise.all(["a", "b"].map((name) => p.thing(name, {}, { parent: group.urn })));
      await p.thing("behind", {}, { dependencies: [group.urn] });
      await p.thing("last", {}, { dependencies: inside.map(({ urn }) => urn) });
    });
    const run = await stack.destroy();
    const place = (name: string) => run.steps.indexOf(`delete ${name}`);
    for (const needed of ["a", "b"]) {
      assert.ok(place("behind") < place(needed) && place("last") < place(needed));
      assert.ok(place(needed) < place("group"));
    }
    assert.deepEqual(run.changes, { delete: 5 });
  });

  it("must save each resource after everything that it refers to", async () => {
    const stack = new TestStack();
    const program = async (p: Program) => {
      const group = await p.component("group");
      const a = await p.thing("a", {}, { parent: group.urn });
      await p.thing("b", {}, { dependencies: [a.urn] });
    };
    for (const run of [await stack.up(program), await stack.up(program), await stack.destroy()]) {
      for (const { resources } of run.saves) {
        const seen = new Set<string>();
        for (const { urn, parent, dependencies } of resources) {
          for (const other of [...dependencies, ...(parent ? [parent] : [])])
            assert.ok(seen.has(other), other);
          seen.add(urn);
        }
      }
    }
  });

  it("must let a component's outputs wait for what registers them, and tell them then", async () => {
    const stack = new TestStack();
    const program = (size: number) => async (p: Program) => {
      const group = await p.component("group");
      assert.deepEqual(group.outputs, size === 1 ? {} : { size: 1 });
      await p.deployment.registerResourceOutputs(group.urn, { size });
      // They are saved before the program goes on.
      assert.deepEqual(stack.state("group")?.outputs, { size });
    };
    await stack.up(program(1));
    const run = await stack.up(program(2));
    assert.deepEqual(run.changes, { same: 1 });
    assert.deepEqual(stack.state("group")?.outputs, { size: 2 });
    const again = await stack.up((p) => p.deployment.registerResourceOutputs(stack.urn("x"), {}));
    assert.match(again.errors[0] ?? "", /registration isn't pending/);
  });

  it("must leave views to the resource that they belong to", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a"));
    const view = resourceState({
      urn: stack.urn("view"),
      type: "fake:index:Thing",
      custom: true,
      id: "v",
      viewOf: stack.urn("a"),
      provider: stack.state("a")?.provider ?? "",
    });
    stack.snapshot = { ...stack.snapshot, resources: [...stack.snapshot.resources, view] };
    assert.deepEqual((await stack.up((p) => p.thing("a"))).calls, ["check a", "diff a"]);
    assert.deepEqual(stack.names.toSorted(), ["a", "view"]);
    assert.deepEqual((await stack.destroy()).calls, ["delete a"]);
    assert.deepEqual(stack.snapshot.resources, []);
  });

  it("must run the program of a destruction without making anything, and then delete", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    const run = await stack.run((p) => Promise.all([p.thing("a", { size: 2 }), p.thing("b")]), {
      destroyProgram: true,
    });
    assert.deepEqual(run.errors, []);
    assert.deepEqual(run.calls, ["delete a"]);
    assert.deepEqual(stack.snapshot.resources, []);
    const empty = await stack.run((p) => p.component("group"), { destroyProgram: true });
    assert.deepEqual(empty.steps, ["create group"]);
  });

  it("must delete what needs a renamed resource before it, though the program of the destruction has it no more", async () => {
    const stack = new TestStack();
    await stack.up(async (p) => {
      const group = await p.component("group");
      await p.thing("inner", {}, { parent: group.urn });
      const a = await p.thing("a");
      await p.thing("b", {}, { parent: a.urn });
      await p.thing("c", {}, { dependencies: [group.urn] });
    });
    const renamed = async (p: Program): Promise<void> => {
      await p.component("renamed-group", { aliases: [{ urn: stack.urn("group", "test:index:Group") }] });
      await p.thing("renamed", {}, { aliases: [{ urn: stack.urn("a") }] });
    };
    stack.behaviour = { delete: () => Promise.reject(new Error("on purpose")) };
    const failed = await stack.run(renamed, { destroyProgram: true, continueOnError: true });
    assert.deepEqual(failed.calls.toSorted(), ["delete b", "delete c", "delete inner"]);
    assert.deepEqual(stack.names.toSorted(), ["b", "c", "inner", "renamed", "renamed-group"]);
    stack.behaviour = {};
    const run = await stack.run(renamed, { destroyProgram: true });
    assert.deepEqual([run.outcome, run.errors, stack.snapshot.resources], ["succeeded", [], []]);
    const order = (first: string, second: string) =>
      assert.ok(run.calls.indexOf(`delete ${first}`) < run.calls.indexOf(`delete ${second}`));
    order("b", "renamed");
    order("c", "inner");
  });
});
