import assert from "node:assert/strict";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationKind, OperationOptions, StackLocation } from "../../../engine/operations";
import { withPlugin } from "../../support/engine/faulty-plugin";
import { StackBed, thingsProgram, thingTypes, type Ended } from "../../support/engine/stack-bed";

/** What is wrong, how it is told, and what becomes of the operation. The state stays as it was, and nobody has the lock. */
interface BadInput {
  readonly input: string;
  /** In the place of the program that has made `one` and `two`. */
  readonly program?: string;
  readonly prepare?: (bed: StackBed) => void;
  readonly restore?: (bed: StackBed) => void;
  readonly kind?: OperationKind;
  readonly options?: OperationOptions;
  readonly location?: Partial<StackLocation>;
  readonly error: RegExp;
  readonly outcome: Ended["outcome"];
  /** What the state has afterwards. @default one and two */
  readonly left?: readonly string[];
}

const waitsForItself = `new Thing("three", {}, { hooks: { beforeCreate: [
  new pulumi.ResourceHook("check", () => new Promise((resolve) => exports.four.apply(resolve))),
] } });
exports.four = pulumi.output(new Promise(() => {}));`;

const programs: readonly BadInput[] = [
  ...[
    { input: "throws", text: `throw new Error("on purpose");`, error: /on purpose/ },
    {
      input: "ends the process",
      text: "process.exit(0);",
      error: /called process\.exit\(0\).*Nothing is deleted/,
    },
    {
      input: "ends the process while its resources are on their way",
      text: `setImmediate(() => process.exit(0)); new Thing("one", { value: new Promise(() => {}) });`,
      error: /called process\.exit\(0\)/,
    },
    {
      input: "throws in an apply",
      text: `exports.one.apply(() => { throw new Error("in apply"); });`,
      error: /in apply/,
    },
    {
      input: "never resolves",
      text: `module.exports = async () => { await new Promise(() => {}); };`,
      error: /never resolve.*Nothing is deleted/,
    },
    {
      input: "leaks a promise",
      text: `new Thing("two", { value: new Promise(() => {}) });`,
      error: /never resolve.*Still waiting:.*two/s,
    },
    {
      input: "waits for itself in a hook",
      text: waitsForItself,
      error: /the hook "check" waits for a promise that never resolves/,
    },
    {
      input: "waits for ever in a transform",
      text: `new Thing("two", {}, { transforms: [() => new Promise(() => {})] });`,
      error: /a transform waits for a promise that never resolves/,
    },
    {
      input: "wants configuration that is not there",
      text: `new pulumi.Config().require("region");`,
      error: /Missing required configuration variable 'shop:region'.*pulumi config set shop:region/s,
    },
    {
      input: "has two resources of one URN",
      text: `new Thing("one", { value: "one" });`,
      error: /Duplicate resource URN '.*::one'/,
    },
  ].map(({ input, text, error }) => ({
    input: `a program that ${input}`,
    program: `${thingsProgram("one")}${text}`,
    error,
    outcome: "failed" as const,
  })),
  { input: "a program that is no JavaScript", program: "const;", error: /SyntaxError/, outcome: "failed" },
  {
    input: "no program",
    prepare: (bed) => rmSync(join(bed.folder, "index.js")),
    error: /index\.js/,
    outcome: "rejected",
  },
  ...[
    ["never resolves", `module.exports = async () => { await new Promise(() => {}); };`, /never resolve/],
    ["leaks a promise", `new Thing("two", { value: new Promise(() => {}) });`, /never resolve/],
    ["ends the process", "process.exit(0);", /exited with code 1/],
    ["throws", `throw new Error("on purpose");`, /on purpose/],
  ].map(([what, text, error]): BadInput => ({
    input: `a program in a process of its own that ${String(what)}`,
    program: `${thingsProgram("one")}${String(text)}`,
    options: { program: "child" },
    error: error as RegExp,
    outcome: "failed",
  })),
];

const config: readonly BadInput[] = [
  {
    input: "configuration that the program wants, for users of another command",
    program: `${thingTypes}new pulumi.Config().require("region");`,
    location: { command: "moorage" },
    error: /Missing required configuration variable 'shop:region'.*`moorage config set shop:region/s,
    outcome: "failed",
  },
  {
    input: "a project for other versions of Pulumi",
    prepare: (bed) =>
      bed.write({ "Pulumi.yaml": 'name: shop\nruntime: nodejs\nrequiredPulumiVersion: ">=3.999.0"\n' }),
    error:
      /ProjectError: .*Pulumi\.yaml: requiredPulumiVersion: .* does not satisfy the version range ">=3\.999\.0"/,
    outcome: "rejected",
  },
  {
    input: "a project of another runtime",
    prepare: (bed) => bed.write({ "Pulumi.yaml": "name: shop\nruntime: python\n" }),
    error: /EntryPointError: the project's runtime is "python".*run this one by the Pulumi CLI/,
    outcome: "rejected",
  },
  {
    input: "a program for other versions of Pulumi",
    program: `${thingTypes}void pulumi.requirePulumiVersion("<3.0.0");`,
    error: /does as Pulumi 3\.230\.0, which does not satisfy the version range "<3\.0\.0": widen the range/,
    outcome: "failed",
  },
  {
    input: "autonaming that cannot be",
    prepare: (bed) =>
      bed.write({
        "Pulumi.yaml":
          "name: shop\nruntime: nodejs\nconfig:\n  pulumi:autonaming:\n    value: { mode: loud }\n",
      }),
    error: /ConfigError: pulumi:autonaming\.mode in the stack's configuration is "loud"/,
    outcome: "rejected",
  },
  {
    input: "configuration that the project wants, for users of another command",
    prepare: (bed) =>
      bed.write({
        "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig:\n  region:\n    type: string\n",
      }),
    location: { command: "moorage" },
    error: /ConfigError: .*missing.*"region".*`moorage config set region <value>`/,
    outcome: "rejected",
  },
];

const stop = new AbortController();

const plugins: readonly BadInput[] = [
  {
    input: "a plugin that is not there",
    ...withPlugin("none"),
    prepare: () => {},
    error: /the plugin of the provider other is not there/,
    outcome: "failed",
  },
  {
    input: "a plugin that crashes in the middle",
    ...withPlugin("crash"),
    error: /exited with code 7\. It last said:\nsegmentation fault/,
    outcome: "failed",
    // It may have been made, and nobody knows.
    left: ["one", "two", "creating three"],
  },
  {
    input: "a plugin that hangs, until the operation is stopped",
    ...withPlugin("hang", {
      signal: stop.signal,
      cancelGrace: 100,
      onEvent: ({ resourcePreEvent }) => {
        if (resourcePreEvent?.metadata.urn.endsWith("three") === true) setTimeout(() => stop.abort(), 500);
      },
    }),
    error:
      /the provider other was asked to create and has not answered for 0\.1 s since the operation was canceled/,
    outcome: "failed",
    left: ["one", "two", "creating three"],
  },
  {
    input: "a plugin that answers nonsense",
    ...withPlugin("nonsense"),
    error: /three|deserializ|pars/i,
    outcome: "failed",
  },
];

const state: readonly BadInput[] = [
  {
    input: "no Pulumi.yaml",
    prepare: (bed) => rmSync(join(bed.folder, "Pulumi.yaml")),
    error: /NoProjectError: there is no Pulumi\.yaml in .* make a project there/,
    outcome: "rejected",
  },
  {
    input: "a Pulumi.yaml that is no YAML",
    prepare: (bed) => bed.write({ "Pulumi.yaml": "name: [" }),
    error: /Pulumi\.yaml/,
    outcome: "rejected",
  },
  {
    input: "a stack name with a slash",
    location: { stack: "dev/blue" },
    error: /InvalidStackNameError: .*dev\/blue/,
    outcome: "rejected",
  },
  {
    input: "a stack that is not there",
    location: { stack: "prod" },
    error: /StackNotFoundError: .*prod/,
    outcome: "rejected",
  },
  {
    input: "a wrong passphrase",
    location: { passphrase: () => Promise.resolve("wrong") },
    error: /WrongPassphraseError/,
    outcome: "rejected",
  },
  ...(["refresh", "destroy"] as const).map((kind) => ({
    input: `an unknown URN as target of a ${kind}`,
    kind,
    options: { targets: ["urn:pulumi:dev::shop::test:index:Thing::three"] },
    error: /UnknownTargetError: no resource named '.*::three'/,
    outcome: "rejected" as const,
  })),
  {
    input: "a state folder in which nothing can be written",
    // For root, no folder is read-only: there is a file in the place of the one for locks.
    prepare: (bed) => {
      renameSync(join(bed.folder, "state/.pulumi/locks"), join(bed.folder, "locks"));
      writeFileSync(join(bed.folder, "state/.pulumi/locks"), "");
    },
    restore: (bed) => {
      rmSync(join(bed.folder, "state/.pulumi/locks"));
      renameSync(join(bed.folder, "locks"), join(bed.folder, "state/.pulumi/locks"));
    },
    error: /BackendError: .*state\/\.pulumi\/locks\/.* cannot be changed: /,
    outcome: "rejected",
  },
  {
    input: "an unknown URN as target of an update",
    options: { targets: ["urn:pulumi:dev::shop::test:index:Thing::three"] },
    error: /Target .*three' could not be found/,
    outcome: "failed",
  },
];

describe("bad input to an operation", function () {
  this.timeout(60_000);
  let bed: StackBed;
  let saved: string;

  const wellProgram = `${thingsProgram("one", "two")}exports.hush = pulumi.secret("hush");`;
  before(async () => {
    bed = await StackBed.create(wellProgram);
    assert.equal((await bed.run("update")).outcome, "succeeded");
    assert.deepEqual(bed.names(), ["one", "two"]);
    saved = readFileSync(bed.stateFile, "utf8");
  });
  after(() => bed.remove());

  beforeEach(() => {
    bed.log.length = 0;
    bed.write({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": wellProgram });
    writeFileSync(bed.stateFile, saved);
    rmSync(`${bed.stateFile}.attrs`, { force: true });
    rmSync(join(bed.folder, "plugins"), { recursive: true, force: true });
  });

  for (const row of [...programs, ...config, ...plugins, ...state]) {
    const { input, program, prepare, kind = "update", options, location, error, outcome, left } = row;
    it(`must be told, do no harm and leave no lock: ${input}`, async () => {
      if (program !== undefined) bed.program(program);
      prepare?.(bed);
      const ended = await bed.run(kind, { callbackPatience: 500, ...options }, location);
      row.restore?.(bed);
      assert.match(ended.told, error);
      assert.equal(ended.outcome, outcome);
      assert.deepEqual(bed.names(), left ?? ["one", "two"]);
      assert.deepEqual(bed.log, []);
      assert.deepEqual(bed.locks(), []);
      if (outcome === "rejected") assert.equal(readFileSync(bed.stateFile, "utf8"), saved);
    });
  }
});
