import assert from "node:assert/strict";

import { InitializationError } from "../../../engine/plugins/provider-errors";
import type { DiffRequest } from "../../../engine/plugins/provider";
import { Unknown } from "../../../engine/values";
import { answer } from "./fake-provider";
import { TestStack, type Program } from "./test-stack";

/** b takes an input from a, and so must be replaced when that may change; c only stands behind b. */
const chain = (replaceFirst: number) => async (program: Program) => {
  const a = await program.thing("a", { replaceFirst });
  const b = await program.thing(
    "b",
    { replaceLink: a.outputs["made"] ?? null },
    { dependencies: [a.urn], propertyDependencies: { replaceLink: [a.urn] } },
  );
  await program.thing("c", {}, { dependencies: [b.urn] });
};

describe("a replacement", () => {
  it("must make the new object first, and delete the old one at the end", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceSize: 1 }));
    const run = await stack.up((program) => program.thing("a", { replaceSize: 2 }));
    assert.deepEqual(run.steps, ["create-replacement a", "replace a", "delete-replaced a"]);
    // The new object's inputs are checked as those of a new one.
    assert.deepEqual(run.calls, ["check a", "diff a", "check a", "create a", "delete a"]);
    assert.deepEqual(
      run.log
        .filter(({ rpc }) => rpc === "check")
        .map(({ request }) => (request as { oldInputs?: unknown }).oldInputs),
      [{ replaceSize: 1 }, {}],
    );
    assert.deepEqual(run.changes, { replace: 1 });
    assert.deepEqual(stack.names, ["a"]);
    assert.equal(stack.state("a")?.id, "a-2");
  });

  it("must delete the old object first where the provider or the program says so", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceFirst: 1 }));
    const provider = await stack.up((program) => program.thing("a", { replaceFirst: 2 }));
    assert.deepEqual(provider.steps, ["delete-replaced a", "replace a", "create-replacement a"]);
    const program = await stack.up((p) =>
      p.thing("a", { replaceFirst: 2, replaceSize: 1 }, { deleteBeforeReplace: true }),
    );
    assert.deepEqual(program.calls, ["check a", "diff a", "check a", "delete a", "create a"]);
    const other = await stack.up((p) =>
      p.thing("a", { replaceFirst: 3, replaceSize: 1 }, { deleteBeforeReplace: false }),
    );
    assert.deepEqual(other.steps, ["create-replacement a", "replace a", "delete-replaced a"]);
  });

  it("must take dependents along whose inputs would not be known, and ask for each with unknowns", async () => {
    const stack = new TestStack();
    await stack.up(chain(1));
    const run = await stack.up(chain(2));
    assert.deepEqual(run.steps, [
      "delete-replaced b",
      "delete-replaced a",
      "replace a",
      "create-replacement a",
      "replace b",
      "create-replacement b",
      "same c",
    ]);
    const asked = run.log.filter(({ rpc, name }) => rpc === "diff" && name === "b");
    assert.deepEqual(
      asked.map(({ request }) => (request as DiffRequest).newInputs),
      [{ replaceLink: new Unknown() }],
    );
    assert.deepEqual(stack.names, ["a", "b", "c"]);
  });

  it("must take dependents along in a preview, too", async () => {
    const stack = new TestStack();
    await stack.up(chain(1));
    const run = await stack.preview(chain(2));
    assert.deepEqual(run.steps.slice(0, 4), [
      "delete-replaced b",
      "delete-replaced a",
      "replace a",
      "create-replacement a",
    ]);
    assert.equal(run.calls.includes("delete a"), false);
  });

  it("must refuse to take a protected dependent along", async () => {
    const stack = new TestStack();
    const program = (replaceFirst: number) => async (p: Program) => {
      const a = await p.thing("a", { replaceFirst });
      const link = { dependencies: [a.urn], propertyDependencies: { replaceLink: [a.urn] }, protect: true };
      await p.thing("b", { replaceLink: a.outputs["made"] ?? null }, link);
    };
    await stack.up(program(1));
    const run = await stack.up(program(2));
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /unable to replace resource .*::b" as part of replacing .*::a"/);
    assert.equal(stack.cloud.size, 2);
  });

  it("must replace dependents of a replaced provider", async () => {
    const stack = new TestStack();
    const program = (replaceFirst: number) => async (p: Program) => {
      const provider = await p.provider("p", { replaceFirst });
      await p.thing("a", {}, { provider });
    };
    await stack.up(program(1));
    const run = await stack.up(program(2));
    assert.deepEqual(run.steps, [
      "delete-replaced a",
      "delete-replaced p",
      "replace p",
      "create-replacement p",
      "replace a",
      "create-replacement a",
    ]);
    assert.equal(run.outcome, "succeeded");
    assert.equal(
      stack.state("a")?.provider,
      `${stack.urn("p", "pulumi:providers:fake")}::${stack.state("p")?.id ?? ""}`,
    );
  });

  it("must be wanted for what replaceOnChanges names, after the provider was asked", async () => {
    const stack = new TestStack();
    const options = { replaceOnChanges: ["tags.*"] };
    stack.behaviour = {
      diff: ({ oldInputs, newInputs }) =>
        Promise.resolve(
          JSON.stringify(oldInputs) === JSON.stringify(newInputs)
            ? answer("none")
            : answer("some", {
                changedKeys: ["tags"],
                detailedDiff: { "tags.x": { diffKind: "update", inputDiff: true } },
              }),
        ),
    };
    await stack.up((program) => program.thing("a", { tags: { x: 1 } }, options));
    const run = await stack.up((program) => program.thing("a", { tags: { x: 2 } }, options));
    assert.deepEqual(run.steps, ["create-replacement a", "replace a", "delete-replaced a"]);
    const metadata = run.events.find(({ resourcePreEvent: event }) => event?.metadata.op === "replace");
    assert.deepEqual(metadata?.resourcePreEvent?.metadata.detailedDiff, {
      "tags.x": { diffKind: "update-replace", inputDiff: true },
    });
    const same = await stack.up((program) => program.thing("a", { tags: { x: 2 } }, options));
    assert.deepEqual(same.steps, ["same a"]);
  });

  it("must be wanted for a key that replaceOnChanges names, where the provider tells no details", async () => {
    const stack = new TestStack();
    const options = { replaceOnChanges: ["size"] };
    await stack.up((program) => program.thing("a", { size: 1 }, options));
    const run = await stack.up((program) => program.thing("a", { size: 2 }, options));
    assert.deepEqual(run.changes, { replace: 1 });
    const told = run.events.find(({ resourcePreEvent: event }) => event?.metadata.op === "replace");
    assert.deepEqual(told?.resourcePreEvent?.metadata.keys, ["size"]);
  });

  it("must be wanted for a resource that is not well, where replaceOnChanges says so", async () => {
    const stack = new TestStack();
    const state = { id: "a-1", properties: {}, refreshBeforeUpdate: false };
    stack.behaviour = { create: () => Promise.reject(new InitializationError("not well", ["sick"], state)) };
    await stack.up((program) => program.thing("a"));
    stack.behaviour = {};
    const run = await stack.up((program) => program.thing("a", {}, { replaceOnChanges: ["#initerror"] }));
    assert.deepEqual(run.changes, { replace: 1 });
  });

  it("must follow a resource that replaceWith names", async () => {
    const stack = new TestStack();
    const program = (replaceSize: number) => async (p: Program) => {
      const a = await p.thing("a", { replaceSize });
      await p.thing("b", {}, { replaceWith: [a.urn] });
    };
    await stack.up(program(1));
    const run = await stack.up(program(2));
    assert.deepEqual(run.changes, { replace: 2 });
    assert.deepEqual(stack.names, ["a", "b"]);
  });

  it("must follow a trigger that changes, but not one that appears", async () => {
    const stack = new TestStack();
    const program = (trigger?: string) => (p: Program) =>
      p.thing("a", {}, trigger === undefined ? {} : { replacementTrigger: trigger });
    await stack.up(program());
    assert.deepEqual((await stack.up(program("1"))).steps, ["same a"]);
    assert.deepEqual((await stack.up(program("1"))).steps, ["same a"]);
    assert.deepEqual((await stack.up(program("2"))).changes, { replace: 1 });
  });

  it("must be refused for what is protected", async () => {
    const stack = new TestStack();
    const program = (replaceSize: number) => (p: Program) => p.thing("a", { replaceSize }, { protect: true });
    await stack.up(program(1));
    const run = await stack.up(program(2));
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /unable to replace resource .* marked for protection/s);
    assert.deepEqual([...stack.cloud.keys()], ["a-1"]);
  });

  it("must leave the old object marked when it could not be deleted, and delete it the next time", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceSize: 1 }));
    stack.behaviour = { delete: () => Promise.reject(new Error("in use")) };
    const run = await stack.up((program) => program.thing("a", { replaceSize: 2 }));
    assert.equal(run.outcome, "failed");
    assert.deepEqual(stack.names, ["a", "a ✗"]);
    stack.behaviour = {};
    const again = await stack.up((program) => program.thing("a", { replaceSize: 2 }));
    assert.deepEqual(again.steps, ["same a", "delete-replaced a"]);
    assert.deepEqual(again.calls, ["check a", "diff a", "delete a"]);
    assert.deepEqual([...stack.cloud.keys()], ["a-2"]);
  });

  it("must be finished the next time when the old object was deleted and the new one failed", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceFirst: 1 }));
    stack.behaviour = { create: () => Promise.reject(new Error("full")) };
    const run = await stack.up((program) => program.thing("a", { replaceFirst: 2 }));
    assert.equal(run.outcome, "failed");
    assert.equal(stack.state("a")?.pendingReplacement, true);
    stack.behaviour = {};
    // Even if the program is as it was before.
    const again = await stack.up((program) => program.thing("a", { replaceFirst: 1 }));
    assert.deepEqual(again.steps, ["create-replacement a", "replace a"]);
    assert.equal(stack.state("a")?.pendingReplacement, false);
    assert.deepEqual(stack.names, ["a"]);
  });

  it("must drop the record of what was deleted to be replaced, when the program has it no more", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceFirst: 1 }));
    stack.behaviour = { create: () => Promise.reject(new Error("full")) };
    await stack.up((program) => program.thing("a", { replaceFirst: 2 }));
    const run = await stack.up(() => Promise.resolve());
    assert.deepEqual(run.calls, []);
    assert.deepEqual(stack.snapshot.resources, []);
  });

  it("must keep the new object when it is made but not well", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { replaceSize: 1 }));
    stack.behaviour = {
      create: () =>
        Promise.reject(
          new InitializationError("not well", ["sick"], {
            id: "a-9",
            properties: {},
            refreshBeforeUpdate: false,
          }),
        ),
    };
    await stack.up((program) => program.thing("a", { replaceSize: 2 }));
    assert.deepEqual(stack.names, ["a", "a ✗"]);
    assert.deepEqual(stack.state("a")?.initErrors, ["sick"]);
  });
});
