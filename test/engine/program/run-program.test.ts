import assert from "node:assert/strict";
import { createServer } from "node:http";
import * as pulumi from "@pulumi/pulumi";
import { FakeRegistrar } from "../../support/engine/fake-registrar";
import { runInline } from "../../support/engine/run-inline";

class Thing extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<unknown>;

  constructor(name: string, args: pulumi.Inputs = {}, options?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, { value: undefined, ...args }, options);
  }
}

describe("a program in the engine's process", () => {
  it("must register its stack and its resources with what they depend on", async () => {
    const run = runInline(() => {
      const first = new Thing("first", { value: "a" });
      const second = new Thing("second", { value: first.value });
      return { answer: second.value };
    });
    await run.ended;
    const [stack, first, second] = run.registrar.goals;
    assert.equal(stack?.type, "pulumi:pulumi:Stack");
    assert.equal(stack.name, "shop-dev");
    assert.deepEqual(first?.inputs, { value: "a" });
    const urn = "urn:pulumi:dev::shop::test:index:Thing::first";
    assert.deepEqual(second?.propertyDependencies, { value: [urn] });
    assert.deepEqual(second.dependencies, [urn]);
    const root = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
    assert.deepEqual(run.registrar.outputs.get(root), { answer: "a" });
  });

  it("must see the stack's configuration, and which of it is secret", async () => {
    const run = runInline(
      () => {
        const config = new pulumi.Config("app");
        return { secret: config.requireSecret("password"), stack: pulumi.getStack() };
      },
      { config: { "app:password": "hush" }, configSecretKeys: ["app:password"] },
    );
    await run.ended;
    const [outputs] = run.registrar.outputs.values();
    assert.equal((outputs?.["secret"] as unknown as { element: string }).element, "hush");
    assert.equal(outputs?.["stack"], "dev");
  });

  it("must run beside another without sharing anything", async () => {
    const runs = ["one", "two", "three"].map((stack) =>
      runInline(
        async () => {
          for (let index = 0; index < 20; index++) {
            new Thing(`${pulumi.getStack()}-${index}`);
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          return { stack: pulumi.output("late").apply(() => pulumi.getStack()) };
        },
        { stack },
      ),
    );
    await Promise.all(runs.map((run) => run.ended));
    for (const [index, stack] of ["one", "two", "three"].entries()) {
      const { goals, outputs } = runs[index]?.registrar ?? new FakeRegistrar();
      assert.equal(goals.length, 21);
      assert.ok(goals.every(({ name }) => name.includes(stack)));
      assert.deepEqual([...outputs.values()], [{ stack }]);
    }
  });

  const failures: { what: string; program: () => unknown; error: RegExp }[] = [
    {
      what: "throws",
      program: () => {
        throw new Error("no such thing");
      },
      error: /no such thing/,
    },
    {
      what: "throws inside apply",
      program: () => {
        new Thing("one").value.apply(() => {
          throw new Error("inside apply");
        });
      },
      error: /inside apply/,
    },
    {
      what: "leaves a rejection unhandled",
      program: () => void Promise.reject(new Error("nobody looked")),
      error: /nobody looked/,
    },
    { what: "calls process.exit", program: () => process.exit(3), error: /process\.exit\(3\)/ },
    {
      what: "throws what is no error",
      program: () => {
        throw "a string";
      },
      error: /the program threw 'a string'/,
    },
  ];
  for (const { what, program, error } of failures) {
    it(`must fail before anything is deleted if it ${what}`, async () => {
      const run = runInline(program);
      let hasEnded = false;
      void run.monitor.ended.then(() => (hasEnded = true));
      await assert.rejects(run.ended, error);
      assert.equal(hasEnded, false);
    });
  }

  it("must tell an error that ends it in each of its parts only once", async () => {
    const run = runInline(() => {
      const failed = new Thing("one").value.apply(() => {
        throw new Error("only once");
      });
      new Thing("two", { value: failed });
      new Thing("three", { value: failed });
    });
    await assert.rejects(run.ended, (error: Error) => error.message.split("Error: only once").length === 2);
  });

  it("must fail if it waits for what never comes, and say what waits", async () => {
    const run = runInline(() => {
      new Thing("waiting", { value: new Promise(() => {}) });
    });
    await assert.rejects(run.ended, /never resolve[^]*waiting/);
  }).timeout(20_000);

  it("must wait for resources of a timer", async () => {
    const run = runInline(() => {
      setTimeout(() => new Thing("late"), 60);
    });
    await run.ended;
    assert.ok(run.registrar.goals.some(({ name }) => name === "late"));
  });

  it("must say what it keeps open after all else is done, and end when that is closed", async () => {
    const server = createServer();
    const registrar = new FakeRegistrar();
    const told = new Promise<void>((resolve) => {
      registrar.log = ({ message }) => {
        assert.match(message, /goes on since it has a server that listens open\..*nothing is deleted/s);
        server.close(() => resolve());
      };
    });
    const run = runInline(() => void server.listen(0), { registrar });
    await told;
    await run.ended;
  }).timeout(60_000);

  it("must end when the operation has stopped, whatever it still waits for", async () => {
    const registrar = new FakeRegistrar();
    registrar.answer = () => new Promise(() => {});
    const run = runInline(() => void new Thing("one"), { registrar });
    setTimeout(() => run.stop.abort(), 20);
    await run.ended;
  });
});
