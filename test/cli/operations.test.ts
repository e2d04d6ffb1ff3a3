import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "../../engine/events/engine-event";
import { Interrupts } from "../../cli/operations/interrupts";
import { programFolder, type ProgramFolder } from "../support/engine/program-folder";
import { waitFor } from "../support/setup/wait-for";
import { moorage, type, type Typed } from "./typed";

const SECRET = "canary-secret";

/** A program with components of these names. */
function program(...names: string[]): string {
  const things = names.map((name) => `new ComponentResource("test:index:Thing", "${name}");`).join("\n");
  return `const { ComponentResource, Config, secret } = require("@pulumi/pulumi");
${things}
exports.greeting = "hello " + (new Config().get("name") ?? "nobody");
exports.word = secret("${SECRET}");`;
}

describe("an operation that is typed", function () {
  this.timeout(60_000);
  let folder: ProgramFolder;
  let env: Record<string, string>;

  beforeEach(async () => {
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": program("one") });
    mkdirSync(join(folder.path, "state"));
    env = {
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
      PULUMI_HOME: join(folder.path, "home"),
    };
    assert.equal((await typed("stack", "init", "dev")).code, 0);
  });
  afterEach(() => folder.remove());

  const typed = (command: string, ...argv: string[]): Promise<Typed> =>
    moorage([command, ...argv, "-C", folder.path], env);
  const outcome = async (...argv: [string, ...string[]]): Promise<string> => {
    const { code, stdout, stderr } = await typed(...argv);
    assert.equal(code, 0, `${argv.join(" ")}: ${stdout}${stderr}`);
    assert(!stdout.includes(SECRET));
    return stdout;
  };
  const output = async (name: string): Promise<string> =>
    (await typed("stack", "output", name, "--show-secrets")).stdout.trim();

  it("must preview, do, and do nothing more", async () => {
    assert.match(await outcome("preview"), /\+ 2 to create: shop-dev, one/);
    assert.equal((await typed("stack", "output", "greeting")).code, 1);
    const up = await outcome("up", "--yes");
    assert.match(up, /^Previewing.*\n[^]*\nUpdating shop\/dev\n[^]*\+ 2 created\n/);
    assert.equal(await output("word"), SECRET);
    const again = await outcome("up", "--skip-preview", "--expect-no-changes");
    assert.match(again, /^Updating[^]*2 unchanged/);
    assert.match(await outcome("refresh", "--yes"), /2 unchanged/);
    assert.match(await outcome("destroy", "--preview-only"), /- 2 to delete/);
    assert.match(await outcome("destroy", "--yes", "--remove"), /Stack 'dev' has been removed!\n$/);
    assert.equal((await typed("preview")).code, 6);
    assert.match((await typed("up", "-s", "nosuch")).stderr, /^error: there is no stack nosuch/);
  });

  it("must remove what it has destroyed, and leave another stack selected", async () => {
    await outcome("up", "--skip-preview");
    await outcome("stack", "init", "prod");
    const destroyed = await outcome("destroy", "--yes", "-s", "dev");
    assert.match(destroyed, /- 2 deleted\nDuration: .*\nThe stack keeps .*: moorage stack rm dev\n$/);
    assert.doesNotMatch(destroyed, /unchanged/);
    await outcome("destroy", "--yes", "--remove", "-s", "dev");
    assert.equal(await outcome("stack", "--show-name"), "prod\n");
  });

  it("must say by its exit code that something changed where nothing should", async () => {
    const preview = await typed("preview", "--expect-no-changes");
    assert.deepEqual(
      [preview.code, preview.stderr],
      [7, "error: no changes were expected, and there are some: 2 create\n"],
    );
  });

  it("must set configuration first, and keep what it was told", async () => {
    await outcome("up", "-f", "-c", "name=you", "-c", "a.b=1", "--config-path", "-m", "first");
    assert.equal(await output("greeting"), "hello you");
    assert.match(readFileSync(join(folder.path, "Pulumi.dev.yaml"), "utf8"), /shop:a:\n {4}b: 1\n/);
    const { code, stderr } = await typed("up", "-f", "-c", "name");
    assert.deepEqual([code, stderr], [2, "error: --config name is no key=value\n"]);
  });

  it("must keep a preview as a plan and as a page, and do exactly that plan or end with 1", async () => {
    const [plan, page] = [join(folder.path, "plan.json"), join(folder.path, "plan.html")];
    const told = await outcome("preview", "--out", plan, "--html", page);
    assert.match(
      told,
      /To do exactly that: moorage up --plan .*plan\.json\n.* look at is in .*plan\.html\.\n$/,
    );
    assert.match(readFileSync(page, "utf8"), /Plan of shop\/dev[^]*Thing · create/);
    folder.write({ "index.js": program("one", "two") });
    const refused = await typed("up", "--plan", plan);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stdout + refused.stderr,
      /program: Thing two is in it now, and was not[^]*Preview again/,
    );
    folder.write({ "index.js": program("one") });
    assert.match(await outcome("up", "--plan", plan), /^Updating[^]*\+ 2 created/);
    const typo = await typed("up", "--plan", plan, "--refresh");
    assert.match(typo.stdout + typo.stderr, /refresh is not for an update by a plan/);
    for (const file of [plan, page]) assert(!readFileSync(file, "utf8").includes(SECRET));
  });

  it("must limit itself to targets", async () => {
    folder.write({ "index.js": program("one", "two") });
    await outcome("up", "-f", "--target", "**::two");
    const { stdout } = await typed("stack", "--show-urns");
    assert.match(stdout, /Thing::two/);
    assert.doesNotMatch(stdout, /Thing::one/);
  });

  it("must fail with the program, keep what was done, and hold no lock", async () => {
    folder.write({ "index.js": `${program("one")}\nthrow new Error("it broke");` });
    const { code, stdout } = await typed("up", "-f");
    assert.equal(code, 1);
    assert.match(stdout, /it broke/);
    assert.match((await typed("cancel")).stderr, /is not locked/);
  });

  it("must tell what is wrong before it begins, also where it prints events", async () => {
    env["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    await moorage(
      ["config", "set", "--secret", "key", "-C", folder.path],
      { ...env, PULUMI_CONFIG_PASSPHRASE: "correct" },
      "x",
    );
    const shown = await typed("up", "-f");
    assert.equal(shown.code, 3);
    assert.match(shown.stdout, /incorrect passphrase/);
    const previewed = await typed("preview");
    assert.match(
      previewed.stdout,
      /^Previewing.*\n\nError:\n.*\n\nNothing was changed\. When .* moorage preview\n$/,
    );
    const events = await typed("up", "-f", "--json");
    assert.deepEqual([events.code, events.stdout], [3, ""]);
    assert.match(events.stderr, /^error: incorrect passphrase/);
  });

  it("must do nothing with a wrong passphrase, though nothing is secret yet", async () => {
    folder.write({ "index.js": program("one").replace(/secret\(.*\)/, "0") });
    env["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    const { code, stdout } = await typed("up", "-f");
    assert.equal(code, 3, stdout);
    assert.match(stdout, /incorrect passphrase/);
    assert.match((await typed("stack", "export")).stdout, /"deployment": null/);
  });

  it("must print one event a line, and nothing else", async () => {
    const lines = (await outcome("up", "--json", "--skip-preview")).trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as EngineEvent);
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index),
    );
    const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
    assert.deepEqual(summary?.resourceChanges, { create: 2 });
  });

  it("must be canceled by Ctrl-C, say so, and give the lock back", async () => {
    folder.write({
      "index.js": `${program("one")}\nmodule.exports = new Promise(() => setInterval(() => {}, 1e6));`,
    });
    const typing = type(["up", "-f", "-C", folder.path], env);
    const isUnderWay = () => Promise.resolve(typing.printed.stdout.includes("one created") || undefined);
    await waitFor("the component", isUnderWay, { timeoutSeconds: 30 });
    typing.interrupt();
    const { code, stdout, stderr } = await typing.ended;
    assert.equal(code, 8);
    assert.match(stderr, /^Canceling: .* Ctrl-C again stops at once\.\n$/);
    assert.match(stdout, /Canceled; what was done is saved/);
    assert.doesNotMatch(stdout, /Error/);
    assert.match((await typed("cancel")).stderr, /is not locked/);
    assert.match((await typed("stack")).stdout, /one/);
  });

  it("must print where the time went", async () => {
    const { stderr } = await typed("up", "-f", "--timings");
    assert.match(stderr, /^TIME OF +MS\nstart of the process +\d+\nthe operation +\d+\n/);
  });

  const wrong: readonly (readonly [what: string, argv: [string, ...string[]], message: RegExp])[] = [
    ["nobody to ask", ["up"], /^error: nobody is here to be asked, and moorage up .* moorage preview\n$/],
    ["nobody to ask before a destroy", ["destroy"], /say --yes .* moorage destroy --preview-only\n$/],
    ["nobody to ask before a refresh", ["refresh"], /nobody is here to be asked/],
    ["events and a question", ["up", "--json"], /prints events and asks nothing: say --yes/],
    ["no work at all", ["up", "--parallel", "0"], /A whole number from 1 on/],
    ["a colour that is none", ["up", "--color", "red"], /Allowed choices are auto, always, never/],
    ["a refresh that is neither", ["up", "--refresh=maybe"], /--refresh=true or --refresh=false/],
    [
      "a file for no code",
      ["import", "a:b:C", "n", "i", "-y", "--generate-code=false", "--out", "x"],
      /--generate-code=false wants none/,
    ],
    ["nothing to import", ["import", "--yes"], /moorage import <type> <name> <id>, or --file/],
    ["a parent that is no URN", ["import", "a:b:C", "n", "i", "--parent", "x", "-y"], /--parent x is no URN/],
    ["a secret in plain", ["up", "-y", "-c", `password=${SECRET}`], /looks like a secret: set it with/],
    ["an option of another command", ["preview", "--yes"], /unknown option '--yes'/],
  ];
  for (const [what, argv, message] of wrong) {
    it(`must refuse ${what}`, async () => {
      const { code, stdout, stderr } = await typed(...argv);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert(!stderr.includes(SECRET));
    });
  }

  it("must import nothing where the code cannot be written", async () => {
    const { code, stdout, stderr } = await typed("import", "a:b:C", "n", "i", "-y", "--out", "/nowhere/x.ts");
    assert.deepEqual([code, stdout], [1, ""], stderr);
    assert.match(stderr, /^error: the code cannot be written: .*nowhere/);
  });

  for (const [what, text, message] of [
    ["no JSON", "{", /is no JSON of/],
    ["no resources", "{}", /has no resources to import/],
    ["no id", `{"resources":[{"type":"a:b:C","name":"n"}]}`, /resources\[0\] needs a type, a name and an id/],
    ["a number", `{"resources":[{"type":"a:b:C","name":1}]}`, /resources\[0\]\.name is no text/],
    [
      "an unknown parent",
      `{"resources":[{"type":"a","name":"b","id":"c","parent":"p"}]}`,
      /not in nameTable/,
    ],
  ] as const) {
    it(`must refuse a file to import with ${what}`, async () => {
      folder.write({ "import.json": text });
      const file = join(folder.path, "import.json");
      const { code, stderr } = await typed("import", "--yes", "--file", file);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }
});

describe("the signals of an operation", () => {
  it("must cancel at the first and stop at the second, whichever they are", () => {
    const listeners: (() => void)[] = [];
    const terminal = {
      on: (_: string, listener: () => void) => listeners.push(listener),
      off: () => {},
    } as unknown as ConstructorParameters<typeof Interrupts>[0];
    const exits: number[] = [];
    const interrupts = new Interrupts(terminal, (code) => exits.push(code));
    assert.equal(listeners.length, 3);
    listeners[0]?.();
    assert.deepEqual([interrupts.signal.aborted, exits], [true, []]);
    listeners[1]?.();
    assert.deepEqual(exits, [130]);
  });
});
