import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { ForeseenReads, InProcessPlugin, InProcessProvider } from "../../../engine/plugins/in-process";
import type { OperationKind, OperationOptions } from "../../../engine/operations";
import { StackBed, thingTypes } from "../../support/engine/stack-bed";
import { thingProvider } from "../../support/engine/thing-provider";

const program = `${thingTypes}
const one = new Thing("one", { value: "plain" });
const two = new Thing("two", { value: pulumi.secret("hush"), other: "seen" }, { dependsOn: one });
`;
const secret = "1b47061264138c4ac30d75fd1eb44270";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface ProviderRecord {
  readonly type: string;
  readonly inputs?: object;
}

/** A provider that writes down in which order it is asked. */
class Recording {
  readonly asked: string[] = [];
  readonly foreseen: ForeseenReads[] = [];
  /** The messages as they were then. */
  readonly told: ReadRequest[] = [];

  constructor(private readonly meanwhile: () => void) {}

  readonly plugin: InProcessPlugin = async (engine): Promise<InProcessProvider> => {
    this.asked.push("made");
    const { handlers, close } = await thingProvider()(engine);
    const heard = new Proxy(handlers, {
      get: (target, method) => {
        const handle = Reflect.get(target, method) as ((...given: unknown[]) => void) | undefined;
        return handle && this.hear(String(method), handle);
      },
    });
    return {
      handlers: heard,
      foresee: (reads) => {
        this.asked.push("foresee");
        this.foreseen.push(reads);
        this.told.push(...reads.reads.map((read) => read.request()));
        this.meanwhile();
      },
      close: async () => {
        this.asked.push("close");
        await close();
      },
    };
  };

  private hear(method: string, handle: (...given: unknown[]) => void): typeof handle {
    return (...given) => {
      this.asked.push(method);
      handle(...given);
    };
  }

  /** Which resources were foreseen to be read. */
  get names(): string[] {
    return this.foreseen.flatMap(({ reads }) => reads.map(({ urn }) => urn.split("::").at(-1) ?? ""));
  }
}

describe("the reads of an operation that is about to begin", function () {
  this.timeout(60_000);
  let bed: StackBed;

  before(async () => {
    bed = await StackBed.create(program);
    await bed.run("update");
  });
  after(() => bed.remove());

  async function run(
    kind: OperationKind,
    options: OperationOptions = {},
    passphrase = "correct",
    meanwhile = (): void => {},
  ): Promise<Recording & { outcome: string }> {
    const recording = new Recording(meanwhile);
    const whole = { ...options, providers: { test: recording.plugin } };
    const upcoming = { kind, options: whole };
    const ended = await bed.run(kind, whole, { upcoming, passphrase: () => Promise.resolve(passphrase) });
    return Object.assign(recording, { outcome: ended.outcome });
  }

  it("must be told to the provider once, before it is configured, and it must be the one that reads", async () => {
    const { asked, names, outcome } = await run("refresh");
    assert.equal(outcome, "succeeded");
    assert.deepEqual(asked.slice(0, 2), ["made", "foresee"]);
    assert.deepEqual(
      ["made", "foresee", "configure", "close"].map((each) => asked.filter((what) => what === each).length),
      [1, 1, 1, 1],
    );
    assert.equal(asked.filter((what) => what === "read").length, 2);
    assert.deepEqual(names, ["one", "two"]);
    assert.deepEqual((await run("update", { refresh: true })).asked.slice(0, 2), ["made", "foresee"]);
  });

  it("must have what is secret marked and not known, and all else", async () => {
    const { told } = await run("refresh");
    const [one, two] = told;
    assert.deepEqual(one?.getInputs()?.toJavaScript(), { value: "plain" });
    const marked = { "4dabf18193072939515e22adb298388d": secret, value: unknown };
    assert.deepEqual(two?.getInputs()?.toJavaScript(), { value: marked, other: "seen" });
    assert.deepEqual(two?.getProperties()?.toJavaScript(), { value: marked, other: "seen" });
    assert.equal(two?.getId(), "two-id");
  });

  it("must have what the state has sealed and the stack's settings say openly", async () => {
    const sealed = { "4dabf18193072939515e22adb298388d": secret, ciphertext: "v1:AAAA:AAAA" };
    const whole = readFileSync(bed.stateFile, "utf8");
    const state = JSON.parse(whole) as { checkpoint: { latest: { resources: ProviderRecord[] } } };
    const provider = state.checkpoint.latest.resources.find(({ type }) => type === "pulumi:providers:test");
    Object.assign(provider ?? {}, { inputs: { ...provider?.inputs, open: sealed, closed: sealed } });
    try {
      bed.write({
        [relative(bed.folder, bed.stateFile)]: state,
        "Pulumi.dev.yaml": "config:\n  test:open:\n    deep: here\n",
      });
      const { foreseen } = await run("refresh");
      const { open, closed } = foreseen[0]?.configuration.getArgs()?.toJavaScript() ?? {};
      assert.deepEqual(
        [open, closed].map((each) => (each as { value: unknown }).value),
        ['{"deep":"here"}', unknown],
      );
    } finally {
      bed.write({ [relative(bed.folder, bed.stateFile)]: whole, "Pulumi.dev.yaml": "{}\n" });
    }
  });

  it("must be told of no more than the targets, and not of what is left out", async () => {
    const target = "**::one";
    assert.deepEqual((await run("refresh", { targets: [target] })).names, ["one"]);
    assert.deepEqual((await run("refresh", { targets: [target], targetDependents: true })).names, [
      "one",
      "two",
    ]);
    assert.deepEqual((await run("refresh", { excludes: [target] })).names, ["two"]);
  });

  it("must not be told where an operation reads nothing, or reads only what its program registers", async () => {
    for (const [kind, options] of [
      ["update", {}],
      ["preview", { refresh: false }],
      ["update", { refresh: true, runProgram: true }],
    ] as const) {
      const { asked, outcome } = await run(kind, options);
      assert.equal(outcome, "succeeded");
      assert.ok(!asked.includes("foresee"), `${kind} ${JSON.stringify(options)}`);
    }
  });

  it("must be made anew by another provider where somebody has changed the state meanwhile", async () => {
    const path = relative(bed.folder, bed.stateFile);
    const { asked, outcome } = await run("refresh", {}, "correct", () =>
      bed.write({ [path]: `${readFileSync(bed.stateFile, "utf8")}\n` }),
    );
    assert.equal(outcome, "succeeded");
    assert.deepEqual(asked.slice(0, 5), ["made", "foresee", "close", "made", "configure"]);
    assert.equal(asked.filter((what) => what === "read").length, 2);
  });

  it("must leave no provider behind where the operation does not come to it", async () => {
    const { asked, outcome } = await run("refresh", {}, "wrong");
    assert.equal(outcome, "rejected");
    assert.deepEqual(asked, ["made", "foresee", "close"]);
    assert.deepEqual(bed.locks(), []);
  });
});
