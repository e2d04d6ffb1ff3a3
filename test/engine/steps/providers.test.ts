import assert from "node:assert/strict";

import type { ConfigureRequest, CreateRequest } from "../../../engine/plugins/provider";
import { ProviderError, UnimplementedError } from "../../../engine/plugins/provider-errors";
import { Secret, Unknown, type PropertyMap } from "../../../engine/values";
import { answer } from "./fake-provider";
import { TestStack, type Program, type Run } from "./test-stack";

function configurations(run: Run): PropertyMap[] {
  return run.log
    .filter(({ rpc }) => rpc === "configure")
    .map(({ request }) => (request as ConfigureRequest).inputs);
}

describe("a default provider", () => {
  it("must be registered once, with the stack's configuration, under the name of its version", async () => {
    const stack = new TestStack();
    stack.config = { fake: { region: "x" } };
    const program = async (p: Program) => {
      await p.thing("a");
      await p.thing("b");
      const provider = await p.deployment.defaultProvider({ package: "fake", version: "1.2.3-rc.1+b5" });
      await p.thing("c", {}, { provider });
    };
    const run = await stack.up(program);
    const states = stack.snapshot.resources.filter(({ type }) => type === "pulumi:providers:fake");
    assert.deepEqual(
      states.map(({ urn, inputs, outputs }) => [urn.split("::").at(-1), inputs, outputs]),
      [
        ["default", { region: "x" }, { region: "x" }],
        [
          "default_1_2_3_rc_1_b5",
          { region: "x", version: "1.2.3-rc.1+b5", __internal: {} },
          { region: "x", version: "1.2.3-rc.1+b5" },
        ],
      ],
    );
    assert.deepEqual(run.changes, { create: 3 });
    assert.equal(configurations(run).length, 2);
    const again = await stack.up(program);
    assert.deepEqual(again.changes, { same: 3 });
    assert.deepEqual(
      stack.snapshot.resources.filter(({ type }) => type === "pulumi:providers:fake").map(({ id }) => id),
      states.map(({ id }) => id),
    );
  });

  it("must take the version that is known for its package where a registration names none", async () => {
    const stack = new TestStack();
    await stack.up((p) => p.thing("a"), { defaultProviders: { fake: { version: "2.0.0" } } });
    assert.match(stack.state("a")?.provider ?? "", /::default_2_0_0::/);
  });

  it("must be refused where the stack forbids it", async () => {
    const stack = new TestStack();
    stack.config = { pulumi: { "disable-default-providers": '["fake"]' } };
    const run = await stack.up((p) => p.thing("a"));
    assert.equal(run.outcome, "failed");
    assert.match(run.errors[0] ?? "", /Default provider for 'fake' disabled/);
  });
});

describe("a provider", () => {
  it("must go on with the OLD inputs when it tells no difference", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      diffConfig: () => Promise.resolve(answer("none")),
    };
    const program = (token: string) => async (p: Program) => {
      const provider = await p.provider("p", { token });
      await p.thing("a", {}, { provider });
    };
    await stack.up(program("1"));
    const run = await stack.up(program("2"));
    assert.deepEqual(run.steps, ["same p", "same a"]);
    assert.deepEqual(configurations(run), [{ token: "1" }]);
    assert.deepEqual(stack.state("p")?.inputs, { token: "2" });
    assert.deepEqual(stack.state("p")?.outputs, { token: "1" });
  });

  it("must be updated in its place, and get the new inputs, when it can be", async () => {
    const stack = new TestStack();
    const program = (token: string) => async (p: Program) => {
      const provider = await p.provider("p", { token });
      await p.thing("a", {}, { provider });
    };
    await stack.up(program("1"));
    const run = await stack.up(program("2"));
    assert.deepEqual(run.steps, ["update p", "same a"]);
    assert.deepEqual(configurations(run), [{ token: "2" }]);
  });

  it("must replace resources that move to it only if it says so itself", async () => {
    const stack = new TestStack();
    const program = (name: string, replaceX: number) => async (p: Program) => {
      const provider = await p.provider(name, { replaceX });
      await p.thing("a", {}, { provider });
    };
    await stack.up(program("p", 1));
    const moved = await stack.up(program("q", 1));
    assert.deepEqual(moved.steps, ["create q", "same a", "delete p"]);
    const replaced = await stack.up(program("p", 2));
    assert.deepEqual(replaced.steps, [
      "create p",
      "create-replacement a",
      "replace a",
      "delete-replaced a",
      "delete q",
    ]);
  });

  it("must not be asked what it can't know, while its configuration is not known", async () => {
    const stack = new TestStack();
    const program = (token: PropertyMap[string]) => async (p: Program) => {
      const provider = await p.provider("p", { token });
      return p.thing("a", { size: 1 }, { provider });
    };
    await stack.up(program("1"));
    const run = await stack.preview(program(new Unknown()));
    assert.equal(run.outcome, "succeeded");
    assert.deepEqual(run.calls, []);
    assert.deepEqual(run.steps, ["update p", "update a"]);
    assert.match(run.warnings[0] ?? "", /inputs that are not known during preview/);
  });

  it("must still serve its resources when it is renamed by an alias", async () => {
    const stack = new TestStack();
    const program = (name: string, aliases: { name: string }[]) => async (p: Program) => {
      const provider = await p.provider(name, { token: "1" }, { aliases });
      await p.thing("a", {}, { provider });
      if (aliases.length === 0) await p.thing("b", {}, { provider });
    };
    await stack.up(program("p", []));
    const run = await stack.up(program("q", [{ name: "p" }]));
    assert.deepEqual(run.errors, []);
    assert.deepEqual(run.steps, ["same q", "same a", "delete b"]);
    assert.equal(configurations(run).length, 1);
  });

  it("must have no id of its own in a preview", async () => {
    const stack = new TestStack();
    let reference = "";
    await stack.preview(async (p) => {
      reference = await p.provider("p");
      await p.thing("a", {}, { provider: reference });
    });
    assert.equal(
      reference,
      `${stack.urn("p", "pulumi:providers:fake")}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`,
    );
  });

  it("must get no preview that it does not support", async () => {
    const stack = new TestStack();
    const terms = { acceptSecrets: true, acceptResources: true, acceptOutputs: true, supportsPreview: false };
    stack.behaviour = { configure: () => Promise.resolve(terms) };
    let outputs: PropertyMap | undefined;
    const run = await stack.preview(async (p) => {
      ({ outputs } = await p.thing("a", { size: 1 }));
    });
    assert.deepEqual(run.calls, ["check a"]);
    assert.deepEqual(outputs, { size: 1 });
  });

  it("must get secrets in plain if it takes none, and what it answers is secret again", async () => {
    const stack = new TestStack();
    const terms = { acceptSecrets: false, acceptResources: true, acceptOutputs: true, supportsPreview: true };
    stack.behaviour = { configure: () => Promise.resolve(terms) };
    const run = await stack.up((p) =>
      p.thing("a", { key: new Secret("hush"), deep: { key: new Secret("hush") } }),
    );
    const created = run.log.find(({ rpc }) => rpc === "create")?.request as CreateRequest;
    assert.deepEqual(created.inputs, { key: "hush", deep: { key: "hush" } });
    const kept = { key: new Secret("hush"), deep: { key: new Secret("hush") } };
    assert.deepEqual(stack.state("a")?.inputs, kept);
    assert.deepEqual(stack.state("a")?.outputs, { ...kept, made: "a-1" });
  });

  it("must take what its Handshake said for what its Configure says", async () => {
    const stack = new TestStack();
    const none = { acceptSecrets: false, acceptResources: false, acceptOutputs: false };
    stack.behaviour = {
      handshake: () =>
        Promise.resolve({ ...none, acceptSecrets: true, supportsAutonamingConfiguration: false }),
      configure: () => Promise.resolve({ ...none, supportsPreview: false }),
    };
    const run = await stack.preview((p) => p.thing("a", { key: new Secret("hush") }));
    assert.deepEqual(run.calls, ["check a", "create a"]);
    assert.deepEqual((run.log.at(-1)?.request as CreateRequest).inputs, { key: new Secret("hush") });
  });

  it("must be let off what it does not implement", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      checkConfig: () => Promise.reject(new UnimplementedError("CheckConfig")),
      diffConfig: () => Promise.reject(new UnimplementedError("DiffConfig")),
    };
    await stack.up((p) => p.thing("a"));
    assert.deepEqual((await stack.up((p) => p.thing("a"))).steps, ["same a"]);
  });

  it("must hear its configuration as variables too, in plain text or JSON", async () => {
    const stack = new TestStack();
    stack.config = { fake: { text: new Secret("a<b"), list: [1, "<"], version: "1.0.0" } };
    const run = await stack.up((p) => p.thing("a"));
    const request = run.log.find(({ rpc }) => rpc === "configure")?.request as ConfigureRequest;
    assert.deepEqual(request.variables, { "fake:config:text": "a<b", "fake:config:list": '[1,"\\u003c"]' });
    assert.deepEqual(request.inputs["text"], new Secret("a<b"));
  });

  it("must fail on the first resource that needs it when it can't be configured", async () => {
    const stack = new TestStack();
    stack.behaviour = { configure: () => Promise.reject(new ProviderError("no token")) };
    const run = await stack.up((p) => p.thing("a"));
    assert.equal(run.outcome, "failed");
    assert.deepEqual(run.errors, ["no token"]);
    const told = run.events.find(({ diagnosticEvent: event }) => event?.severity === "error");
    assert.equal(told?.diagnosticEvent?.urn, stack.urn("a"));
  });

  it("must have its inputs checked", async () => {
    const stack = new TestStack();
    stack.behaviour = {
      checkConfig: () => Promise.resolve({ failures: [{ property: "token", reason: "empty" }] }),
    };
    const run = await stack.up((p) => p.provider("p", { token: "" }));
    assert.deepEqual(run.errors, ["pulumi:providers:fake resource 'p': property token has a problem: empty"]);
  });

  it("must be configured from the state to delete what the program has no more", async () => {
    const stack = new TestStack();
    await stack.up(async (p) => {
      const provider = await p.provider("p", { token: "1" });
      await p.thing("a", {}, { provider });
    });
    const run = await stack.destroy();
    assert.deepEqual(configurations(run), [{ token: "1" }]);
    assert.deepEqual(run.calls, ["delete a", "delete p"].slice(0, 1));
    assert.deepEqual(stack.snapshot.resources, []);
  });
});
