import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { runInline } from "../../support/engine/run-inline";

class Thing extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<unknown>;
  declare readonly other: pulumi.Output<unknown>;
  declare readonly made: pulumi.Output<unknown>;

  constructor(name: string, args: pulumi.Inputs = {}, options?: pulumi.CustomResourceOptions) {
    super(
      "test:index:Thing",
      name,
      { value: undefined, other: undefined, ...args, made: undefined },
      options,
    );
  }
}

/** The properties that are made already. */
function madeOf(resource: object): string[] {
  const keys = ["value", "other", "made"];
  return keys.filter((key) => Object.getOwnPropertyDescriptor(resource, key)?.get === undefined);
}

describe("a resource's properties", () => {
  it("must be made when they are read, each for itself", async () => {
    const seen: string[][] = [];
    await runInline(() => {
      const thing = new Thing("one", { value: "a" });
      seen.push(madeOf(thing));
      void thing.other;
      seen.push(madeOf(thing));
    }).ended;
    assert.deepEqual(seen, [[], ["other"]]);
  });

  it("must be the same whether they are read before the answer or after it", async () => {
    const said: unknown[] = [];
    const note = (output: pulumi.Output<unknown>) =>
      output.apply(async (value) => void said.push([value, await pulumi.isSecret(output)]));
    await runInline(() => {
      const thing = new Thing("one", { value: "early", other: pulumi.secret("hush") });
      note(thing.value);
      return thing.urn.apply(() => {
        note(thing.other);
        assert.equal(thing.other, thing.other);
      });
    }).ended;
    assert.deepEqual(said.sort(), [
      ["early", false],
      ["hush", true],
    ]);
  });

  it("must tell what they depend on", async () => {
    const run = runInline(() => {
      const thing = new Thing("one", { value: "a" });
      return thing.urn.apply(() => void new Thing("two", { value: thing.value }));
    });
    await run.ended;
    const [, , two] = run.registrar.goals;
    assert.deepEqual(two?.dependencies, ["urn:pulumi:dev::shop::test:index:Thing::one"]);
  });

  it("must be in the order in which they would be", async () => {
    let keys: string[] = [];
    await runInline(() => {
      const thing = new Thing("one", { another: 1 });
      void thing.made;
      void thing.value;
      keys = Object.keys(thing);
    }).ended;
    assert.deepEqual(
      keys.filter((key) => !key.startsWith("__")),
      ["urn", "id", "value", "other", "another", "made"],
    );
  });

  it("must be what the program makes of them, if it assigns them itself", async () => {
    await runInline(() => {
      const thing = new Thing("one") as { value: unknown };
      thing.value = 1;
      assert.equal(thing.value, 1);
      assert.ok(Object.hasOwn(thing, "value"));
    }).ended;
  });

  it("must be shown where a resource is printed", async () => {
    let text = "";
    await runInline(() => void (text = inspect(new Thing("one"), { depth: 0 }))).ended;
    assert.match(text, /value: \[OutputImpl\]/);
    assert.doesNotMatch(text, /Getter/);
  });

  it("must fail with their resource", async () => {
    const run = runInline(() => {
      const thing = new Thing("one", { value: Promise.reject(new Error("on purpose")) });
      return thing.made;
    });
    await assert.rejects(run.ended, /on purpose/);
  });

  it("must all be in the text of a function that has a resource of its surroundings", async () => {
    let text = "";
    await runInline(async () => {
      const thing = new Thing("one", { value: "captured" });
      ({ text } = await pulumi.runtime.serializeFunction(() => thing));
      assert.deepEqual(madeOf(thing), ["value", "other", "made"]);
    }).ended;
    assert.match(text, /captured/);
    assert.doesNotMatch(text, /get: /);
  }).timeout(20_000);
});
