import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  openStack,
  runOperation,
  type OperationKind,
  type OperationOptions,
  type OperationResult,
} from "../../../engine/operations";
import { thingsProgram as things } from "../../support/engine/stack-bed";
import { programFolder, type ProgramFolder } from "../../support/engine/program-folder";
import { thingProvider } from "../../support/engine/thing-provider";

describe("an operation on a stack", function () {
  this.timeout(60_000);
  const log: string[] = [];
  let folder: ProgramFolder;

  beforeEach(async () => {
    log.length = 0;
    folder = programFolder({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js": things("one", "two"),
    });
    mkdirSync(join(folder.path, "state"));
    const { backend, stack } = await openStack(location());
    await backend.createStack(stack);
  });
  afterEach(() => folder.remove());

  const location = (stack = "dev", passphrase = "correct") => ({
    folder: folder.path,
    stack,
    backendUrl: `file://${join(folder.path, "state")}`,
    passphrase: () => Promise.resolve(passphrase),
    environment: { PATH: process.env["PATH"], XDG_CACHE_HOME: join(folder.path, ".cache") },
  });

  async function run(kind: OperationKind, options: OperationOptions = {}): Promise<OperationResult> {
    const target = await openStack(location());
    return runOperation(kind, target, { providers: { test: thingProvider(log) }, ...options });
  }

  const stateFile = (): string => join(folder.path, "state/.pulumi/stacks/shop/dev.json");
  const locks = (): string[] => readdirSync(join(folder.path, "state/.pulumi/locks/organization/shop/dev"));

  it("must create, change, keep and delete what the program says, and tell its outputs", async () => {
    const first = await run("update");
    assert.equal(first.outcome, "succeeded");
    assert.deepEqual(first.outputs, { one: "one", two: "two" });
    assert.deepEqual(log, ["create one", "create two"]);
    folder.write({ "index.js": things("one").replace(`value: "one"`, `value: "new"`) });
    const second = await run("update");
    assert.deepEqual(second.outputs, { one: "new" });
    assert.deepEqual(log.slice(2), ["update one", "delete two"]);
    assert.deepEqual((await run("update")).changes, { same: 2 });
    await run("destroy");
    assert.deepEqual(log.slice(4), ["delete one"]);
    assert.deepEqual(locks(), []);
  });

  it("must give a new stack a key, and keep its salt in the settings", async () => {
    folder.write({ "index.js": `exports.secret = require("@pulumi/pulumi").secret("hush");` });
    await run("update");
    assert.doesNotMatch(readFileSync(stateFile(), "utf8"), /hush/);
    assert.match(readFileSync(join(folder.path, "Pulumi.dev.yaml"), "utf8"), /^encryptionsalt: v1:/m);
    const wrong = openStack(location("dev", "wrong")).then((target) => runOperation("update", target));
    await assert.rejects(wrong, { name: "WrongPassphraseError" });
    assert.deepEqual(locks(), []);
  });

  it("must be opened before its program is there, and be refused by a wrong passphrase, warmed up or not", async () => {
    folder.write({ "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: later\n" });
    await openStack({ ...location(), runsProgram: true });
    folder.write({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js": `exports.secret = require("@pulumi/pulumi").secret("hush");`,
    });
    await run("update");
    folder.write({
      "Pulumi.dev.yaml": `${readFileSync(join(folder.path, "Pulumi.dev.yaml"), "utf8")}config:\n  shop:token:\n    secure: v1:none:none\n`,
    });
    const wrong = openStack({ ...location("dev", "wrong"), runsProgram: true });
    await assert.rejects(wrong, { name: "WrongPassphraseError" });
  });

  it("must change nothing in a preview, which takes no lock", async () => {
    const before = readFileSync(stateFile(), "utf8");
    const { backend, stack } = await openStack(location());
    const lock = await backend.lock(stack);
    const { outcome, changes } = await run("preview");
    await lock.release();
    assert.equal(outcome, "succeeded");
    assert.deepEqual(changes, { create: 3 });
    assert.deepEqual(log, []);
    assert.equal(readFileSync(stateFile(), "utf8"), before);
  });

  it("must keep what was made when a step fails, and make the rest next time", async () => {
    folder.write({ "index.js": things("one", "broken") });
    const events: string[] = [];
    const { outcome } = await run("update", {
      onEvent: ({ diagnosticEvent }) => events.push(diagnosticEvent?.message ?? ""),
    });
    assert.equal(outcome, "failed");
    assert.match(events.join("\n"), /broken cannot be made/);
    folder.write({ "index.js": things("one", "two") });
    assert.deepEqual((await run("update")).changes, { same: 2, create: 1 });
  });

  it("must refuse a stack that another one changes, and leave that one's lock", async () => {
    const { backend, stack } = await openStack(location());
    const lock = await backend.lock(stack);
    await assert.rejects(run("update"), { name: "StackLockedError" });
    assert.equal(locks().length, 1);
    await lock.release();
  });

  it("must let one of several at once have the stack at most, and refuse the others", async () => {
    const all = await Promise.allSettled([run("update"), run("update"), run("update")]);
    const refused = all.flatMap((each) => (each.status === "rejected" ? [each.reason as Error] : []));
    assert.ok(refused.length >= 2);
    for (const error of refused) assert.equal(error.name, "StackLockedError");
    assert.deepEqual(locks(), []);
    assert.deepEqual((await run("update")).outputs, { one: "one", two: "two" });
    assert.deepEqual(log, ["create one", "create two"]);
  });

  it("must name a plugin that is not there, and where it looked", async () => {
    const target = await openStack(location());
    const events: string[] = [];
    const { outcome } = await runOperation("update", target, {
      environment: { PATH: "/nowhere", PULUMI_HOME: join(folder.path, "home") },
      onEvent: ({ diagnosticEvent }) => events.push(diagnosticEvent?.message ?? ""),
    });
    assert.equal(outcome, "failed");
    assert.match(events.join("\n"), /the plugin of the provider test is not there/);
  });

  it("must refuse state of the future, and leave it as it is", async () => {
    const future = JSON.stringify({ version: 99, checkpoint: { latest: {} } });
    writeFileSync(stateFile(), future);
    await assert.rejects(run("update"), { name: "NewerStateError" });
    assert.equal(readFileSync(stateFile(), "utf8"), future);
    assert.deepEqual(locks(), []);
  });

  it("must read the outputs of another stack", async () => {
    await run("update");
    const { backend, stack } = await openStack(location("other"));
    await backend.createStack(stack);
    folder.write({
      "index.js": `const pulumi = require("@pulumi/pulumi");
        exports.read = new pulumi.StackReference("organization/shop/dev").getOutput("one");`,
    });
    const { outputs } = await runOperation("update", await openStack(location("other")));
    assert.deepEqual(outputs, { read: "one" });
  });

  it("must run the program in a process of its own where that is asked for", async () => {
    folder.write({ "index.js": `console.log("hello from", process.pid); ${things("one")}` });
    const lines: string[] = [];
    const { outcome, outputs } = await run("update", {
      program: "child",
      onEvent: ({ diagnosticEvent }) => lines.push(diagnosticEvent?.message ?? ""),
    });
    assert.equal(outcome, "succeeded");
    assert.deepEqual(outputs, { one: "one" });
    assert.doesNotMatch(lines.join(""), new RegExp(`hello from ${process.pid}\\n`));
    assert.match(lines.join(""), /hello from \d+\n/);
    folder.write({ "index.js": "process.exit(0);" });
    const ended = await run("update", { program: "child" });
    assert.match(String(ended.programError), /^Program(Exited)?Error: the program/);
    assert.deepEqual(log, ["create one"]);
  });

  it("must fail before anything is deleted if the types are wrong", async () => {
    await run("update");
    folder.write({
      "package.json": { main: "main.ts" },
      "tsconfig.json": { compilerOptions: { types: [], skipLibCheck: true }, files: ["main.ts"] },
      "main.ts": `export const wrong: number = "a text";`,
    });
    const { outcome, programError } = await run("update", { typeCheck: true });
    assert.equal(outcome, "failed");
    assert.match(String(programError), /main\.ts\(1,14\): error TS2322/);
    assert.deepEqual(log, ["create one", "create two"]);
  });

  it("must stop when it is told to, and say so", async () => {
    folder.write({ "index.js": `${things("one")}; setInterval(() => {}, 1000);` });
    const stop = new AbortController();
    const { outcome } = await run("update", {
      signal: stop.signal,
      onEvent: ({ resOutputsEvent }) => {
        if (resOutputsEvent?.metadata.urn.endsWith("one") === true) stop.abort();
      },
    });
    assert.equal(outcome, "canceled");
    assert.deepEqual(locks(), []);
  });

  it("must tell where its time went", async () => {
    const { timings } = await run("update");
    assert.deepEqual(Object.keys(timings.parts).sort(), [
      "history",
      "lock",
      "plugins",
      "program",
      "saves",
      "sdk",
      "state",
      "type check",
    ]);
    assert.equal(timings.rpcs["create"]?.count, 2);
  });
});
