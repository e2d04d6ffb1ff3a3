import assert from "node:assert/strict";

import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  UpdateRequest,
} from "../../../engine/plugins/provider";
import type { HookedResource } from "../../../engine/steps/hooks";
import { Secret } from "../../../engine/values";
import { answer } from "./fake-provider";
import { TestStack, type Program } from "./test-stack";

describe("a resource option", () => {
  it("ignoreChanges must act on the inputs before Check, along paths", async () => {
    const stack = new TestStack();
    const options = { ignoreChanges: ["size", "tags.x", "ports[*].to"] };
    const inputs = (n: number) => ({ size: n, tags: { x: n, y: 1 }, ports: [{ from: 1, to: n }] });
    await stack.up((program) => program.thing("a", inputs(1), options));
    const run = await stack.up((program) => program.thing("a", inputs(2), options));
    assert.deepEqual(run.steps, ["same a"]);
    const checked = run.log.find(({ rpc }) => rpc === "check")?.request as CheckRequest;
    assert.deepEqual(checked.newInputs, inputs(1));
    assert.deepEqual(stack.state("a")?.inputs, inputs(1));
  });

  it("ignoreChanges must not hold in a replacement", async () => {
    const stack = new TestStack();
    const options = { ignoreChanges: ["size"] };
    await stack.up((program) => program.thing("a", { size: 1, replaceX: 1 }, options));
    await stack.up((program) => program.thing("a", { size: 2, replaceX: 2 }, options));
    assert.deepEqual(stack.state("a")?.inputs, { size: 2, replaceX: 2 });
  });

  it("ignoreChanges must also hold where the provider can't tell a difference", async () => {
    const stack = new TestStack();
    stack.behaviour = { diff: () => Promise.resolve(answer("unknown")) };
    await stack.up((program) => program.thing("a", { size: 1, tags: { x: 1 } }));
    const same = await stack.up((program) => program.thing("a", { size: 1, tags: { x: 1 } }));
    assert.deepEqual(same.steps, ["same a"]);
    const run = await stack.up((program) =>
      program.thing("a", { size: 2, tags: { x: 2 } }, { ignoreChanges: ["size"] }),
    );
    assert.deepEqual(run.steps, ["update a"]);
    const told = run.events.find(
      ({ resourcePreEvent: event }) => event?.metadata.op === "update",
    )?.resourcePreEvent;
    assert.deepEqual(told?.metadata.diffs, ["tags"]);
    assert.deepEqual(told.metadata.detailedDiff, { "tags.x": { diffKind: "update", inputDiff: true } });
  });

  it("protect must keep a resource from deletion, and let the others be deleted", async () => {
    const stack = new TestStack();
    await stack.up((p) => Promise.all([p.thing("a", {}, { protect: true }), p.thing("b")]));
    const run = await stack.destroy();
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /resource ".*::a" cannot be deleted\nbecause it is protected/);
    assert.deepEqual(stack.names, ["a"]);
    await stack.up((p) => p.thing("a"));
    assert.equal((await stack.destroy()).outcome, "succeeded");
  });

  it("retainOnDelete must drop the record and leave the object", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", {}, { retainOnDelete: true }));
    const run = await stack.destroy();
    assert.deepEqual(run.steps, ["delete a"]);
    assert.deepEqual(run.calls, []);
    assert.deepEqual([...stack.cloud.keys()], ["a-1"]);
  });

  it("deletedWith must not delete what goes with another, unless that one stays", async () => {
    const stack = new TestStack();
    const program = async (p: Program) => {
      const a = await p.thing("a");
      await p.thing("b", {}, { deletedWith: a.urn });
    };
    await stack.up(program);
    const alone = await stack.up((p) => p.thing("a"));
    assert.deepEqual(alone.calls.slice(-1), ["delete b"]);
    await stack.up(program);
    assert.deepEqual((await stack.destroy()).calls, ["delete a"]);
  });

  it("aliases must find a record by URN and by parts, and the new one must carry none", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    const byUrn = await stack.up((p) => p.thing("b", { size: 1 }, { aliases: [{ urn: stack.urn("a") }] }));
    assert.deepEqual(byUrn.steps, ["same b"]);
    const byName = await stack.up((p) =>
      p.thing("b", { size: 1 }, { type: "fake:index:Other", aliases: [{ type: "fake:index:Thing" }] }),
    );
    assert.deepEqual(byName.steps, ["same b"]);
    assert.equal(stack.state("b")?.id, "a-1");
    const none = await stack.up((p) => p.thing("b", { size: 1 }, { type: "fake:index:Other" }));
    assert.deepEqual(none.steps, ["same b"]);
  });

  it("aliases of a parent must be inherited, with names that follow it", async () => {
    const stack = new TestStack();
    const program = (name: string, aliases: { name: string }[]) => async (p: Program) => {
      const parent = await p.component(name, { aliases });
      await p.thing(`${name}-disk`, {}, { parent: parent.urn });
      await p.thing("other", {}, { parent: parent.urn });
    };
    await stack.up(program("old", []));
    const run = await stack.up(program("new", [{ name: "old" }]));
    assert.deepEqual(run.steps, ["same new", "same new-disk", "same other"]);
    assert.deepEqual(stack.names, ["new", "new-disk", "other"]);
  });

  it("aliases must not let two resources have one record", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a"));
    const aliases = [{ name: "a" }];
    const run = await stack.up(async (p) => {
      await p.thing("b", {}, { aliases });
      await p.thing("c", {}, { aliases });
    });
    assert.equal(run.outcome, "failed");
    assert.match(
      run.errors[0] ?? "",
      /Duplicate resource alias '.*::a' applied to resource with URN '.*::c'/,
    );
  });

  it("import must take over an object, and then bring it to what the program asks for", async () => {
    const stack = new TestStack();
    stack.cloud.set("there", { inputs: { size: 1 }, properties: { size: 1, made: "there" } });
    const same = await stack.up((p) => p.thing("a", { size: 1 }, { importID: "there" }));
    assert.deepEqual(same.steps, ["import a"]);
    assert.deepEqual(same.calls, ["read a", "check a", "diff a"]);
    assert.equal(stack.state("a")?.importID, "there");
    assert.deepEqual((await stack.up((p) => p.thing("a", { size: 1 }, { importID: "there" }))).steps, [
      "same a",
    ]);
    stack.cloud.set("other", { inputs: { size: 1 }, properties: { size: 1, made: "other" } });
    const other = await stack.up((p) => p.thing("b", { size: 2 }, { importID: "other" }));
    assert.deepEqual(other.steps, ["import b", "update b", "delete a"]);
    assert.deepEqual(stack.names, ["b"]);
    assert.deepEqual(stack.state("b")?.inputs, { size: 2 });
  });

  it("import must replace what the stack has under that URN, and fail for what does not exist", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", { size: 1 }));
    stack.cloud.set("there", { inputs: { size: 1 }, properties: { size: 1, made: "there" } });
    const run = await stack.up((p) => p.thing("a", { size: 1 }, { importID: "there" }));
    assert.deepEqual(run.steps, ["import-replacement a", "replace a", "delete-replaced a"]);
    assert.equal(stack.state("a")?.id, "there");
    assert.deepEqual([...stack.cloud.keys()], ["there"]);
    const missing = await stack.up((p) => p.thing("b", {}, { importID: "nowhere" }));
    assert.equal(missing.outcome, "failed");
    assert.deepEqual(missing.errors, ["resource 'nowhere' does not exist", "update failed"]);
  });

  it("customTimeouts must reach the provider in seconds", async () => {
    const stack = new TestStack();
    const options = { customTimeouts: { create: 60, update: 120, delete: 300 } };
    const first = await stack.up((p) => p.thing("a", { size: 1 }, options));
    const second = await stack.up((p) => p.thing("a", { size: 2 }, options));
    const third = await stack.destroy();
    const timeouts = [...first.log, ...second.log, ...third.log]
      .filter(({ rpc }) => ["create", "update", "delete"].includes(rpc))
      .map(({ request }) => (request as CreateRequest | UpdateRequest | DeleteRequest).timeout);
    assert.deepEqual(timeouts, [60, 120, 300]);
  });

  it("additionalSecretOutputs must make outputs secret, and a secret input its output", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) =>
      p.thing("a", { size: 1, key: new Secret("hush") }, { additionalSecretOutputs: ["made"] }),
    );
    assert.deepEqual(stack.state("a")?.outputs, {
      size: 1,
      key: new Secret("hush"),
      made: new Secret("a-1"),
    });
    assert.equal(JSON.stringify(run.events).includes("hush"), false);
  });

  it("a secret input must keep its output secret though the provider forgets that", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      create: () => Promise.resolve({ id: "a-1", properties: { key: "hush" }, refreshBeforeUpdate: false }),
    };
    await stack.up((p) => p.thing("a", { key: new Secret("hush") }));
    assert.deepEqual(stack.state("a")?.outputs, { key: new Secret("hush") });
  });

  it("aliases must not win over the URN itself", async () => {
    const stack = new TestStack();
    await stack.up((p) => Promise.all([p.thing("a", { size: 1 }), p.thing("b", { size: 2 })]));
    const run = await stack.up((p) => p.thing("b", { size: 2 }, { aliases: [{ name: "a" }] }));
    assert.deepEqual(run.steps, ["same b", "delete a"]);
    assert.equal(stack.state("b")?.id, "b-1");
  });

  it("hooks must run before and after, with what is known then", async () => {
    const stack = new TestStack();
    const seen: string[] = [];
    const hook = (name: string) => ({
      onDryRun: false,
      run: ({ newInputs, oldInputs, newOutputs }: HookedResource) => {
        const known = [newInputs && "new", oldInputs && "old", newOutputs && "out"].filter(Boolean).join("+");
        seen.push(`${name} ${known}`);
        return Promise.resolve();
      },
    });
    const hooks = { resourceHook: hook, errorHook: () => undefined };
    const names = [
      "BeforeCreate",
      "AfterCreate",
      "BeforeUpdate",
      "AfterUpdate",
      "BeforeDelete",
      "AfterDelete",
    ];
    const options = { hooks: Object.fromEntries(names.map((name) => [name, [name]])) };
    await stack.up((p) => p.thing("a", { size: 1 }, options), { hooks });
    await stack.up((p) => p.thing("a", { size: 2 }, options), { hooks });
    await stack.preview(() => Promise.resolve(), { hooks });
    // Hooks are the program's: nothing is deleted without it.
    const refused = await stack.destroy({ hooks });
    assert.deepEqual([refused.outcome, refused.calls], ["failed", []]);
    await stack.up(() => Promise.resolve(), { hooks });
    assert.deepEqual(seen, [
      "BeforeCreate new",
      "AfterCreate new+out",
      "BeforeUpdate new+old",
      "AfterUpdate new+old+out",
      "BeforeDelete old",
      "AfterDelete old",
    ]);
  });

  it("hooks before must stop what they fail before; those after must only warn", async () => {
    const stack = new TestStack();
    const failing = { onDryRun: false, run: () => Promise.reject(new Error("no")) };
    const hooks = { resourceHook: () => failing, errorHook: () => undefined };
    const before = await stack.up((p) => p.thing("a", {}, { hooks: { BeforeCreate: ["check"] } }), { hooks });
    assert.deepEqual(before.errors, ['before hook "check" failed: no', "update failed"]);
    assert.deepEqual(stack.names, []);
    const after = await stack.up((p) => p.thing("a", {}, { hooks: { AfterCreate: ["check"] } }), { hooks });
    assert.deepEqual(after.warnings, ['after hook "check" failed: no']);
    assert.deepEqual(stack.names, ["a"]);
  });

  it("hooks for errors must be asked whether to try again", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a", {}, { hooks: { OnError: ["again"] } }));
    let tries = 0;
    stack.behaviour = {
      delete: () => (++tries < 3 ? Promise.reject(new Error(`no ${String(tries)}`)) : Promise.resolve()),
    };
    const asked: string[][] = [];
    const again = {
      run: ({ errors }: { errors: string[] }) => {
        asked.push(errors);
        return Promise.resolve(true);
      },
    };
    const run = await stack.destroy({ hooks: { resourceHook: () => undefined, errorHook: () => again } });
    assert.equal(run.outcome, "succeeded");
    assert.deepEqual(asked, [["no 1"], ["no 2", "no 1"]]);
  });

  it("parent must have been registered before", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) => p.thing("a", {}, { parent: stack.urn("nobody") }));
    assert.deepEqual(run.errors, [`could not find parent resource ${stack.urn("nobody")}`]);
  });
});
