import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PseudoTerminal } from "../../cli/pseudo-terminal";
import { moorage } from "../../cli/typed";
import { waitFor } from "../../support/setup/wait-for";
import { programFolder, type ProgramFolder } from "../../support/engine/program-folder";

const ROOT = join(__dirname, "../../..");
const SILENT_PLUGIN = join(ROOT, "test/support/engine/silent-plugin.cjs");

const things = `const { ComponentResource, CustomResource } = require("@pulumi/pulumi");
new ComponentResource("test:index:Thing", "one");
exports.greeting = "hello";`;

/** What a person sees and types; the build's command, which begins as quickly as theirs. */
describe("an operation in a terminal", function () {
  this.timeout(120_000);
  let folder: ProgramFolder;
  let env: Record<string, string>;
  const open = new Set<PseudoTerminal>();

  beforeEach(async () => {
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": things });
    mkdirSync(join(folder.path, "state"));
    env = {
      PATH: process.env["PATH"] ?? "",
      HOME: folder.path,
      PULUMI_HOME: join(folder.path, "home"),
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
    };
    assert.equal((await typed("stack", "init", "dev")).code, 0);
  });
  afterEach(() => {
    for (const terminal of open) terminal.kill();
    open.clear();
    folder.remove();
  });

  const typed = (...argv: string[]) => moorage([...argv, "-C", folder.path], env);
  const resources = async (): Promise<string> => (await typed("stack")).stdout;

  /** A terminal in which a command line is typed, which tells its exit code in the end. */
  function terminal(line: string): PseudoTerminal {
    // Ctrl-C is for the command: the shell goes on.
    const script = `cd ${folder.path}; trap : INT; ${line}; echo "ended with $?"`;
    const opened = new PseudoTerminal(script, env, join(ROOT, "dist/bin/moorage"));
    open.add(opened);
    return opened;
  }

  async function ends(opened: PseudoTerminal): Promise<string> {
    const shown = await opened.end();
    open.delete(opened);
    return shown;
  }

  it("must preview, ask, show details, and do it when the answer is yes", async () => {
    const asked = terminal("moorage up");
    await asked.shows(/Perform this update\?/);
    asked.type("\u001b[B\u001b[B\r");
    // The question is drawn anew with every key: what comes again is the preview.
    await asked.shows(/Previewing[^]*Previewing[^]*Perform this update\?/);
    asked.type("\u001b[B\r");
    assert.match(await ends(asked), /Updating[^]*2 created[^]*ended with 0/);
    assert.match(await resources(), /one/);
  });

  for (const [what, key] of [
    ["the answer is no, which is the first one", "\r"],
    ["the question is turned down by Ctrl-C", "\u0003"],
  ] as const) {
    it(`must do nothing when ${what}`, async () => {
      const asked = terminal("moorage up");
      await asked.shows(/Perform this update\?/);
      asked.type(key);
      assert.match(await ends(asked), /nothing was (changed|done)[^]*ended with 8/);
      assert.match(await resources(), /No resources/);
    });
  }

  const waits = `${things}\nmodule.exports = new Promise(() => setInterval(() => {}, 1e6));`;
  // Past the display, which draws nothing while a program loops.
  const loop = `require("node:fs").writeSync(2, "loop" + "ing"); for (;;) {}`;
  const loops = `${things}\n${loop}`;
  for (const [what, line, program, shown] of [
    ["while the program runs", "moorage up --skip-preview", waits, /one/],
    ["while a preview is under way", "moorage up --yes", waits, /Previewing[^]*one/],
    ["while the program hears nothing", "moorage up --skip-preview", loops, /looping/],
    ["while the program of a preview hears nothing", "moorage preview", loops, /looping/],
    ["in the place of a passphrase", "unset PULUMI_CONFIG_PASSPHRASE; moorage up -y", things, /passphrase/],
  ] as const) {
    it(`must be canceled by Ctrl-C ${what}, and hold no lock`, async () => {
      folder.write({ "index.js": program });
      const running = terminal(line);
      await running.shows(shown);
      running.type("\u0003");
      assert.match(await ends(running), /ended with 8/);
      assert.match((await typed("cancel")).stderr, /is not locked/);
      assert.equal((await typed("stack", "export")).code, 0);
    });
  }

  it("must leave a lock that is taken over where a program heard nothing and was killed", async () => {
    folder.write({ "index.js": `${things}\nsetTimeout(() => { ${loop} });` });
    const running = terminal("trap : QUIT; ulimit -c 0; moorage up --skip-preview");
    await running.shows(/looping/);
    running.type("\u001c");
    assert.match(await ends(running), /ended with 131/);
    folder.write({ "index.js": things });
    assert.match(await ends(terminal("moorage up --skip-preview")), /ended with 0/);
  });

  it("must stop at once at the second Ctrl-C, with a state that is valid and no lock", async () => {
    folder.write({
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nplugins:\n  providers:\n    - name: silent\n      path: plugin\n",
      "plugin/pulumi-resource-silent": `#!/bin/sh\necho $$ >plugin/pid\nexec ${process.execPath} ${SILENT_PLUGIN}\n`,
      "index.js": `${things}\nnew CustomResource("silent:index:Thing", "two", {});`,
    });
    chmodSync(join(folder.path, "plugin/pulumi-resource-silent"), 0o755);
    const running = terminal("moorage up --skip-preview");
    await running.shows(/two/);
    running.type("\u0003");
    await running.shows(/Ctrl-C again stops at once/);
    running.type("\u0003");
    assert.match(await ends(running), /ended with 130/);
    const pid = Number(readFileSync(join(folder.path, "plugin/pid"), "utf8"));
    await waitFor("the plugin to end", () => Promise.resolve(hasEnded(pid) || undefined), {
      timeoutSeconds: 20,
    });
    assert.match((await typed("cancel")).stderr, /is not locked/);
    assert.match(await resources(), /one/);
    const { stdout } = await typed("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { pending_operations: { type: string; resource: { urn: string } }[] };
    };
    assert.deepEqual(
      deployment.pending_operations.map(({ type, resource }) => [type, resource.urn.split("::").at(-1)]),
      [["creating", "two"]],
    );
    assert.equal((await typed("refresh", "--skip-preview", "--clear-pending-creates")).code, 0);
    assert.doesNotMatch((await typed("stack", "export")).stdout, /pending_operations/);
  });

  it("must make the first stack, and ask for a passphrase that the environment does not have", async () => {
    assert.equal((await typed("stack", "rm", "dev", "--yes")).code, 0);
    const begun = terminal("unset PULUMI_CONFIG_PASSPHRASE; moorage up --yes");
    await begun.shows(/What shall the first one be called\?/);
    begun.type("first\r");
    await begun.shows(/Choose a passphrase/);
    begun.type("correct\r");
    await begun.shows(/Once more/);
    begun.type("correct\r");
    const shown = await ends(begun);
    assert.match(shown, /ended with 0/);
    assert(!shown.includes("correct"));
    const { code } = await typed("stack", "export", "-s", "first");
    assert.equal(code, 0);
    const mistyped = terminal("unset PULUMI_CONFIG_PASSPHRASE; moorage preview");
    await mistyped.shows(/The passphrase/);
    mistyped.type("corect\r");
    assert.match(await ends(mistyped), /incorrect passphrase[^]*ended with 3/);
  });

  it("must finish and save although nobody reads what it prints any more", async () => {
    const piped = terminal("moorage up --yes | head -1");
    const shown = await ends(piped);
    assert.doesNotMatch(shown, /EPIPE|at .*\.js/);
    assert.match(await resources(), /one/);
    const listed = await ends(terminal("moorage stack export | head -1"));
    assert.match(listed, /^\{\r?\n/m);
    assert.doesNotMatch(listed, /EPIPE/);
  });
});

/** Also of one that nobody has asked for its end: a container's first process may never do so. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return existsSync("/proc/self") && / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}
