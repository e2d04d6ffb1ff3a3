import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Goal } from "../../../engine/steps/goal";
import { Secret } from "../../../engine/values";
import { FakeRegistrar } from "../../support/engine/fake-registrar";
import { runInline, type InlineRun } from "../../support/engine/run-inline";

class Thing extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<unknown>;

  constructor(name: string, args: pulumi.Inputs = {}, options?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, { value: undefined, ...args }, options);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, options);
  }
}

class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: pulumi.Inputs = {}, options?: pulumi.ResourceOptions) {
    super("test", name, args, options);
  }
}

const prefix = "urn:pulumi:dev::shop::";

async function goalsOf(
  program: () => unknown,
  run: InlineRun = runInline(program),
): Promise<Map<string, Goal>> {
  await run.ended;
  return new Map(run.registrar.goals.map((goal) => [goal.name, goal]));
}

describe("a registration", () => {
  it("must have the options that the program gives", async () => {
    const goals = await goalsOf(() => {
      const other = new Thing("other");
      new Thing(
        "one",
        {},
        {
          protect: true,
          ignoreChanges: ["value"],
          replaceOnChanges: ["value"],
          deleteBeforeReplace: true,
          retainOnDelete: false,
          deletedWith: other,
          additionalSecretOutputs: ["value"],
          customTimeouts: { create: "1h30m", update: "1.5s" },
          import: "existing",
          aliases: [
            { name: "former" },
            "urn:pulumi:dev::shop::test:index:Old::one",
            { parent: pulumi.rootStackResource },
          ],
          replacementTrigger: 4,
          hideDiffs: ["list[0].name"],
        },
      );
    });
    const one = goals.get("one");
    assert.equal(one?.protect, true);
    assert.deepEqual(one.ignoreChanges, ["value"]);
    assert.deepEqual(one.replaceOnChanges, ["value"]);
    assert.equal(one.deleteBeforeReplace, true);
    assert.equal(one.retainOnDelete, false);
    assert.equal(one.deletedWith, `${prefix}test:index:Thing::other`);
    assert.deepEqual(one.additionalSecretOutputs, ["value"]);
    assert.deepEqual(one.customTimeouts, { create: 5400, update: 1.5, delete: 0 });
    assert.equal(one.importID, "existing");
    const root = `${prefix}pulumi:pulumi:Stack::shop-dev`;
    assert.deepEqual(one.aliases, [
      { name: "former", parent: root },
      { urn: `${prefix}test:index:Old::one` },
      { noParent: true },
    ]);
    assert.equal(one.replacementTrigger, 4);
    assert.deepEqual(one.hideDiff, [["list", 0, "name"]]);
    assert.equal(goals.get("other")?.protect, undefined);
    assert.equal(goals.get("other")?.deleteBeforeReplace, undefined);
  });

  it("must have what its parent has and it does not say itself", async () => {
    const goals = await goalsOf(() => {
      const other = new Thing("other");
      const group = new Group("group", { protect: true, retainOnDelete: true, deletedWith: other });
      new Thing("inherits", {}, { parent: group });
      new Thing("differs", {}, { parent: group, protect: false });
    });
    const inherits = goals.get("inherits");
    assert.equal(inherits?.protect, true);
    assert.equal(inherits.retainOnDelete, true);
    assert.equal(inherits.deletedWith, `${prefix}test:index:Thing::other`);
    assert.equal(goals.get("differs")?.protect, false);
    assert.equal(goals.get("differs")?.retainOnDelete, true);
  });

  it("must get its provider from itself, from the components that it is in, or by default", async () => {
    const goals = await goalsOf(() => {
      const one = new Provider("one");
      const two = new Provider("two");
      const outer = new Group("outer", { providers: [one] });
      const inner = new Group("inner", { parent: outer });
      new Thing("inside", {}, { parent: inner });
      new Thing("explicit", {}, { parent: inner, provider: two });
      new Thing("outside", {}, { version: "1.2.3" });
    });
    const provider = (name: string): string => goals.get(name)?.provider ?? "";
    assert.equal(provider("inside"), `${prefix}pulumi:providers:test::one::one-id`);
    assert.equal(provider("explicit"), `${prefix}pulumi:providers:test::two::two-id`);
    assert.equal(provider("outside"), `${prefix}pulumi:providers:test::default::0-0`);
    assert.equal(provider("outer"), "");
  });

  it("must name the plugin that it needs, in an explicit provider too", async () => {
    const run = runInline(() => {
      new Thing("one", {}, { version: "1.2.3", pluginDownloadURL: "https://example.org/" });
      new Provider("mine", { tone: "low" }, { version: "2.0.0", pluginDownloadURL: "https://example.org" });
    });
    const goals = await goalsOf(() => {}, run);
    assert.deepEqual(run.registrar.requests, [
      { package: "test", version: "1.2.3", pluginDownloadUrl: "https://example.org" },
    ]);
    assert.deepEqual(goals.get("mine")?.inputs, {
      tone: "low",
      version: "2.0.0",
      __internal: { pluginDownloadURL: "https://example.org" },
    });
  });

  it("must keep secrets, and the hash of an asset's content", async () => {
    const goals = await goalsOf(() => {
      new Thing("one", { secret: pulumi.secret("hush"), asset: new pulumi.asset.StringAsset("text") });
    });
    const { secret, asset } = goals.get("one")?.inputs ?? {};
    assert.ok(secret instanceof Secret && secret.element === "hush");
    const textHash = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";
    assert.equal((asset as unknown as { hash: string }).hash, textHash);
  });

  it("must be changed by its transforms, its ancestors' and the stack's, in that order", async () => {
    const append =
      (word: string): pulumi.ResourceTransform =>
      ({ props, opts }) => ({ props: { ...props, words: [...(props["words"] ?? []), word] }, opts });
    const goals = await goalsOf(() => {
      pulumi.runtime.registerResourceTransform(append("stack"));
      const group = new Group("group", { transforms: [append("parent")] });
      const other = new Thing("other", { value: "x" });
      new Thing(
        "one",
        { from: other.value },
        {
          parent: group,
          transforms: [append("own"), ({ props, opts }) => ({ props, opts: { ...opts, protect: true } })],
        },
      );
    });
    const one = goals.get("one");
    assert.deepEqual(one?.inputs["words"], ["own", "parent", "stack"]);
    assert.equal(one.protect, true);
    // The SDK hands back plain values: what they came from is left in the resource's own dependencies.
    assert.deepEqual(one.dependencies, [`${prefix}test:index:Thing::other`]);
    assert.deepEqual(goals.get("other")?.inputs["words"], ["stack"]);
  }).timeout(20_000);

  it("must fail by name if it cannot be", async () => {
    const run = runInline(() => void new Thing("one", {}, { customTimeouts: { create: "soon" } }));
    await assert.rejects(run.ended, /unable to parse customTimeout Value soon/);
  });

  it("must tell the program what went wrong with it", async () => {
    const registrar = new FakeRegistrar();
    registrar.answer = async ({ name }) => {
      if (name === "one") throw new Error("no room for it");
      return {};
    };
    const run = runInline(() => void new Thing("one"), { registrar });
    await assert.rejects(run.ended, /failed to register new resource one .*no room for it/);
  });
});

describe("an invoke", () => {
  it("must be changed by the stack's transforms and answer what the provider says", async () => {
    const registrar = new FakeRegistrar();
    registrar.invoke = ({ token, args }) => ({ token, args });
    const run = runInline(
      async () => {
        pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({
          args: { ...args, added: true },
          opts,
        }));
        return { answer: await pulumi.runtime.invoke("test:index:ask", { given: 1 }) };
      },
      { registrar },
    );
    await run.ended;
    const [outputs] = registrar.outputs.values();
    assert.deepEqual(outputs?.["answer"], { token: "test:index:ask", args: { given: 1, added: true } });
  }).timeout(20_000);
});

describe("a hook", () => {
  it("must be called with the resource's inputs, and tell its failure", async () => {
    const seen: unknown[] = [];
    const run = runInline(() => {
      const hook = new pulumi.ResourceHook("mine", (args) => {
        seen.push([args.name, args.newInputs]);
        if (seen.length === 2) throw new Error("not twice");
      });
      new Thing("one", {}, { hooks: { beforeCreate: [hook] } });
    });
    const { monitor, registrar } = run;
    const answer = registrar.answer;
    registrar.answer = async (goal) => {
      const [name] = goal.hooks?.BeforeCreate ?? [];
      if (name === undefined) return answer(goal);
      const resource = { urn: `${prefix}test:index:Thing::one`, id: "", name: "one", type: goal.type };
      const hook = monitor.hooks.resourceHook(name);
      await hook?.run({ ...resource, newInputs: { value: "old" } });
      await assert.rejects(async () => hook?.run({ ...resource, newInputs: {} }), /not twice/);
      return {};
    };
    await run.ended;
    assert.deepEqual(seen[0], ["one", { value: "old" }]);
    assert.equal(seen.length, 2);
  }).timeout(20_000);
});
