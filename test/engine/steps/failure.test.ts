import assert from "node:assert/strict";

import { InitializationError, ProviderError } from "../../../engine/plugins/provider-errors";
import { Recorder, type Snapshot } from "../../../engine/state";
import type { CheckRequest } from "../../../engine/plugins/provider";
import { ResourceReference, Secret, Unknown } from "../../../engine/values";
import { DeploymentStoppedError } from "../../../engine/steps/stopped-error";
import { answer } from "./fake-provider";
import { TestStack, type Program } from "./test-stack";

const sick = (id: string, properties = {}) =>
  new InitializationError("not well", ["disk is slow"], { id, properties, refreshBeforeUpdate: false });

describe("a failure", () => {
  it("must keep an object that was made but is not well, and repair it the next time", async () => {
    const stack = new TestStack();
    stack.behaviour = { create: () => Promise.reject(sick("a-1", { made: "a-1" })) };
    const run = await stack.up((program) => program.thing("a", { size: 1 }));
    assert.equal(run.outcome, "failed");
    assert.deepEqual(stack.state("a")?.initErrors, ["disk is slow"]);
    assert.equal(stack.state("a")?.id, "a-1");
    stack.behaviour = { diff: () => Promise.resolve(answer("none")) };
    const again = await stack.up((program) => program.thing("a", { size: 1 }));
    assert.deepEqual(again.steps, ["update a"]);
    assert.deepEqual(stack.state("a")?.initErrors, []);
  });

  it("must keep the old inputs of a half done update, and force another even if the program is reverted", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a", { size: 1 }));
    stack.behaviour = { update: () => Promise.reject(sick("a-1", { size: 2 })) };
    await stack.up((program) => program.thing("a", { size: 2 }));
    assert.deepEqual(stack.state("a")?.inputs, { size: 1 });
    assert.deepEqual(stack.state("a")?.outputs, { size: 2 });
    assert.deepEqual(stack.state("a")?.initErrors, ["disk is slow"]);
    stack.behaviour = {};
    const again = await stack.up((program) => program.thing("a", { size: 1 }));
    assert.deepEqual(again.steps, ["update a"]);
    assert.deepEqual((await stack.up((program) => program.thing("a", { size: 1 }))).steps, ["same a"]);
  });

  it("must leave no record of what was not made", async () => {
    const stack = new TestStack();
    stack.behaviour = { create: () => Promise.reject(new ProviderError("no room", "ResourceExhausted")) };
    const run = await stack.up((program) => program.thing("a"));
    assert.deepEqual(run.errors, ["no room", "update failed"]);
    assert.equal(run.maybeCorrupt, false);
    assert.deepEqual(stack.names, []);
    assert.deepEqual(stack.snapshot.pendingOperations, []);
    const failed = run.events.find(({ resOpFailedEvent }) => resOpFailedEvent)?.resOpFailedEvent;
    assert.deepEqual([failed?.metadata.op, failed?.status], ["create", 0]);
  });

  it("must say when nobody knows how far a provider came", async () => {
    const stack = new TestStack();
    stack.behaviour = { create: () => Promise.reject(new ProviderError("connection lost")) };
    assert.equal((await stack.up((program) => program.thing("a"))).maybeCorrupt, true);
  });

  it("must not let anything be deleted when the program failed or a step did", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("a"));
    const thrown = await stack.up(() => Promise.reject(new Error("oops")));
    assert.equal(thrown.outcome, "failed");
    assert.deepEqual(thrown.calls, []);
    stack.behaviour = { create: () => Promise.reject(new Error("full")) };
    const failed = await stack.up((program) => program.thing("b").catch(() => undefined));
    assert.deepEqual(failed.calls, ["check b", "create b"]);
    assert.deepEqual(stack.names, ["a"]);
  });

  it("must stop the program's further registrations", async () => {
    const stack = new TestStack();
    stack.behaviour = { create: () => Promise.reject(new Error("full")) };
    let second: unknown;
    await stack.up(async (program) => {
      await assert.rejects(program.thing("a"), DeploymentStoppedError);
      second = await program.component("b").catch((error: unknown) => error);
    });
    assert.equal(second instanceof DeploymentStoppedError || second === undefined, true);
    assert.deepEqual(stack.names, []);
  });

  it("must let what does not depend on it go on, where that is asked for", async () => {
    const stack = new TestStack();
    await stack.up((program) => program.thing("old"));
    stack.behaviour = {
      create: ({ urn }) =>
        urn.endsWith("::bad")
          ? Promise.reject(new Error("full"))
          : Promise.resolve({ id: "x", properties: {}, refreshBeforeUpdate: false }),
    };
    const results: string[] = [];
    const program = async (p: Program) => {
      const bad = await p.thing("bad");
      results.push(bad.result);
      results.push((await p.thing("behind", {}, { dependencies: [bad.urn] })).result);
      results.push((await p.thing("beside")).result);
    };
    const run = await stack.up(program, { continueOnError: true });
    assert.equal(run.outcome, "failed");
    assert.deepEqual(results, ["failed", "skipped", "success"]);
    assert.deepEqual(stack.names, ["beside"]);
    assert.deepEqual(run.errors, ["full", "update failed"]);
  });

  it("must not end, where it goes on after errors, at what would be told by a resource that failed", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      create: ({ urn }) =>
        urn.endsWith("::bad")
          ? Promise.reject(new Error("full"))
          : Promise.resolve({ id: "x", properties: {}, refreshBeforeUpdate: false }),
      configure: () =>
        Promise.resolve({
          acceptSecrets: true,
          acceptResources: false,
          acceptOutputs: true,
          supportsPreview: true,
        }),
    };
    const inputs = {
      reference: new ResourceReference(stack.urn("bad"), new Unknown(), ""),
      of: new Unknown(),
      list: ["one", new Unknown()],
      secret: new Secret({ in: new Unknown(), size: 1 }),
      gone: new Secret(new Unknown()),
    };
    const program = async (p: Program) => {
      const bad = await p.thing("bad");
      await p.thing("behind", inputs, { dependencies: [bad.urn] });
      await p.thing("beside");
    };
    const run = await stack.up(program, { continueOnError: true });
    assert.deepEqual(run.errors, ["full", "update failed"]);
    assert.deepEqual(stack.names, ["beside"]);
    const checked = run.log.find(({ rpc, name }) => rpc === "check" && name === "behind")?.request;
    assert.deepEqual((checked as CheckRequest).newInputs, { list: ["one"], secret: new Secret({ size: 1 }) });
  });

  it("must keep what an earlier run began to create, and say so", async () => {
    const stack = new TestStack();
    stack.behaviour = { create: () => new Promise(() => undefined) };
    void stack.up((program) => program.thing("a"));
    while (stack.snapshot.pendingOperations.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    stack.behaviour = {};
    const run = await stack.up((program) => program.thing("a"));
    assert.match(run.warnings[0] ?? "", /1 pending operations .*::a, interrupted while creating/s);
    assert.deepEqual(
      stack.snapshot.pendingOperations.map(({ type }) => type),
      ["creating"],
    );
  });

  it("must be told for each invalid input, without the value", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      check: () => Promise.resolve({ failures: [{ property: "size", reason: "too small" }] }),
    };
    const run = await stack.up((program) => program.thing("a", { size: "hush" }));
    assert.equal(run.outcome, "failed");
    assert.deepEqual(run.errors, ["fake:index:Thing resource 'a': property size has a problem: too small"]);
    assert.deepEqual(run.steps, []);
  });

  it("must be told for a URN that is registered twice", async () => {
    const stack = new TestStack();
    const run = await stack.up((program) => Promise.all([program.thing("a"), program.thing("a")]));
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /Duplicate resource URN '.*::a'; try giving it a unique name/);
  });

  it("must keep from deletion what a failed deletion still needs", async () => {
    const stack = new TestStack();
    await stack.up(async (program) => {
      const a = await program.thing("a");
      await program.thing("b", {}, { dependencies: [a.urn] });
      await program.thing("c");
    });
    stack.behaviour = {
      delete: ({ urn }) => (urn.endsWith("::b") ? Promise.reject(new Error("in use")) : Promise.resolve()),
    };
    const run = await stack.destroy({ continueOnError: true });
    assert.equal(run.outcome, "failed");
    assert.deepEqual(stack.names, ["a", "b"]);
    assert.equal(run.calls.includes("delete a"), false);
  });

  it("must keep what the stack's outputs were, but for those that came", async () => {
    const stack = new TestStack();
    const root = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
    const program = (outputs: Record<string, string>) => async (p: Program) => {
      await p.component("test-dev", { type: "pulumi:pulumi:Stack" });
      await p.deployment.registerResourceOutputs(root, outputs);
      await p.thing("a");
    };
    await stack.up(program({ x: "1", y: "1" }));
    assert.deepEqual(stack.state("test-dev")?.outputs, { x: "1", y: "1" });
    stack.behaviour = { diff: () => Promise.reject(new Error("no")) };
    await stack.up(program({ x: "2" }));
    assert.deepEqual(stack.state("test-dev")?.outputs, { x: "2", y: "1" });
    stack.behaviour = {};
    await stack.up(program({ x: "2" }));
    assert.deepEqual(stack.state("test-dev")?.outputs, { x: "2" });
  });

  it("must end the operation when the state can't be saved, before a provider is asked", async () => {
    const stack = new TestStack();
    const recorder = new Recorder(stack.snapshot, () => Promise.reject(new Error("disk full")));
    await assert.rejects(
      stack.run((program) => program.thing("a"), { recorder }),
      /could not be saved: disk full/,
    );
    assert.equal(stack.cloud.size, 0);
  });

  it("must be none when the operation is canceled: what runs ends and is kept", async () => {
    const stack = new TestStack();
    const run = await stack.up(async (program) => {
      await program.thing("a");
      program.deployment.cancel();
      await program.thing("b").catch(() => undefined);
    });
    assert.equal(run.outcome, "canceled");
    assert.deepEqual(stack.names, ["a"]);
  });

  it("must end the operation when a save fails, even where others may go on, and leave the saved state whole", async () => {
    const stack = new TestStack();
    const saved: Snapshot[] = [];
    const recorder = new Recorder(stack.snapshot, (snapshot) => {
      const isAboutA = snapshot.pendingOperations.some(({ resource }) => resource.urn === stack.urn("a"));
      if (isAboutA) return Promise.reject(new Error("disk full"));
      saved.push(snapshot);
      return Promise.resolve();
    });
    const program = async (p: Program) => {
      await p.thing("a").catch(() => undefined);
      await p.thing("b").catch(() => undefined);
    };
    await assert.rejects(stack.run(program, { recorder, continueOnError: true }), /disk full/);
    // The provider was never asked for what the state does not know.
    assert.equal(stack.cloud.size, 0);
    assert.equal(
      saved.some(({ resources }) => resources.some(({ urn }) => urn === stack.urn("b"))),
      false,
    );
  });
});
