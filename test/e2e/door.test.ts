import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Objects } from "../support/fake-plugin/objects";
import { proxyCalls, proxyEnvironment, proxyPlugin, type ProxyCall } from "../support/proxy-plugin/calls";
import { createStack, type TestStack } from "../support/pulumi/stack";
import { ensurePulumi } from "../support/setup/pulumi";
import { waitFor } from "../support/setup/wait-for";

const fakePlugin = join(__dirname, "../support/fake-plugin");

const program = (container: string): string => `
const host = new moorage.Host("web", { connection: { address: "192.0.2.10", password: config.requireSecret("password") } });
new moorage.Container("app", { host, image: "web:1", ${container} });`;

/** The door under the real CLI, with nouns that need no host. */
describe("the door under the real CLI", function () {
  this.timeout(300_000);
  let folder: string;
  let log: string;
  let objects: Objects;
  let stack: TestStack;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-door-"));
    log = join(folder, "calls.jsonl");
    objects = new Objects(folder);
    stack = await start(proxyPlugin);
  });
  afterEach(async () => {
    await stack.discard();
    await rm(folder, { recursive: true, force: true });
  });

  function start(plugin: string): Promise<TestStack> {
    return createStack({
      program: program('env: { TOKEN: config.requireSecret("token") }'),
      plugin,
      environment: { ...proxyEnvironment(log, fakePlugin), MOORAGE_FAKE_OBJECTS: folder },
      secrets: {
        password: "login-canary",
        token: "token-canary",
        "moorage:credentials.web.password": "web-canary",
      },
    });
  }

  function calls(method: string): readonly ProxyCall[] {
    return proxyCalls(log).filter((call) => call.method === method);
  }

  it("must create, change nothing, see drift, repair, import and destroy", async () => {
    const first = (await stack.up()).succeeded();
    assert.deepEqual(first.changes, ["create Container app", "create Host web"]);
    assert.equal(objects.read("app")?.["image"], "web:1");
    assert.deepEqual((await stack.up()).succeeded().changes, []);

    objects.write("app", { ...objects.read("app"), image: "by-hand" });
    assert.deepEqual((await stack.up()).succeeded().changes, ["update Container app [image]"]);
    assert.equal(objects.read("app")?.["image"], "web:1");

    objects.remove("app");
    assert.deepEqual((await stack.up()).succeeded().changes, ["create Container app"]);

    objects.write("old", { host: { hostId: "h1" }, image: "web:0", containerId: "c-old" });
    (await stack.importResource("Container", "old", "root@192.0.2.10/old")).succeeded();
    assert.equal((await stack.resource("Container", "old"))?.id, "h1/old");

    (await stack.destroy()).succeeded();
    assert.deepEqual(
      [objects.read("app"), objects.read("web"), objects.read("old")],
      [undefined, undefined, undefined],
    );
    assert.deepEqual(calls("Create")[0]?.error, undefined);
  });

  it("must keep secrets out of the state and of what is printed", async () => {
    const runs = [await stack.preview(), await stack.up(), await stack.refresh()];
    const state = JSON.stringify(await stack.resources());
    runs.push(await stack.destroy());
    assert.match(state, /"ciphertext"/);
    for (const canary of ["login-canary", "token-canary", "web-canary"]) {
      assert.ok(!state.includes(canary), `${canary} is in the state`);
      for (const run of runs)
        assert.ok(!run.succeeded().output.includes(canary), `${canary} was printed by ${run.command}`);
    }
  });

  it("must preview with values that are not known yet", async () => {
    await stack.write(`${program("")}
      const app = new moorage.Container("second", { host, image: "web:1", env: { ID: pulumi.secret(host.hostId) } });`);
    const run = (await stack.preview()).succeeded();
    assert.deepEqual(run.changes, ["create Container app", "create Container second", "create Host web"]);
    assert.ok(calls("Create").every(({ request }) => request["preview"] === true));
  });

  it("must print every failure with its property, and no secret value", async () => {
    await stack.write(
      program(
        'comand: [], ports: [{ container: true }], env: pulumi.secret(["token-canary"]), user: pulumi.secret(17171717)',
      ),
    );
    const run = await stack.preview();
    assert.notEqual(run.code, 0);
    const printed = run.errors.join("\n");
    assert.match(printed, /property comand .*did you mean "command"/);
    assert.match(
      printed,
      /property ports\[0\]\.container .*must be a whole number or a string, not a boolean/,
    );
    assert.match(printed, /env must be an object, not a list/);
    assert.match(printed, /user must be a string, not a number/);
    assert.doesNotMatch(run.output, /token-canary|17171717/);
  });

  it("must leave nothing in the state of what was refused before anything was touched", async () => {
    await stack.write(program('command: ["refuse"], env: { TOKEN: config.requireSecret("token") }'));
    const run = await stack.up();
    assert.notEqual(run.code, 0);
    assert.match(run.errors.join("\n"), /web-1: refused \{"TOKEN":"\[secret\]"\}/);
    assert.doesNotMatch(run.output, /token-canary/);
    assert.equal(await stack.resource("Container", "app"), undefined);
  });

  it("must keep what a partial failure left, also a state of half a megabyte, and repair it at the next up", async () => {
    // The proxy's own client, unlike the engine's, takes no error of that size.
    await stack.discard();
    stack = await start(fakePlugin);
    const env = 'env: { LARGE: "x".repeat(512 * 1024) }';
    await stack.write(program(`command: ["fail"], ${env}`));
    const failed = await stack.up();
    assert.notEqual(failed.code, 0);
    assert.match(failed.errors.join("\n"), /web-1: the new container exited with code 3/);
    const left = await stack.resource("Container", "app");
    assert.equal(left?.id, "h1/app");
    assert.deepEqual(left.initErrors, ["web-1: the new container exited with code 3"]);

    await stack.write(program(env));
    assert.match((await stack.up()).succeeded().changes.join(), /^update Container app/);
    assert.equal((await stack.resource("Container", "app"))?.initErrors, undefined);
  });

  it("must take a changed credential without replacing anything", async () => {
    (await stack.up()).succeeded();
    await stack.configure({}, { "moorage:credentials.web.password": "new-canary" });
    assert.deepEqual((await stack.up()).succeeded().changes, []);
    const args = calls("Configure").at(-1)?.request["args"];
    assert.match(JSON.stringify(args), /new-canary/);
  });

  it("must refuse a configuration with the path of what is wrong, and say none of it", async () => {
    await stack.configure({}, { "moorage:credentials.web.passwrd": "new-canary" });
    const run = await stack.up();
    assert.notEqual(run.code, 0);
    assert.match(run.errors.join("\n"), /credentials\.web\.passwrd/);
    assert.doesNotMatch(run.output, /canary/);
  });

  it("must cancel what is under way when the CLI is interrupted, and leave nothing pending", async () => {
    await stack.write(program('command: ["hang"]'));
    const cli = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], {
      cwd: stack.folder,
      env: { ...process.env, ...stack.environment(await ensurePulumi()) },
      stdio: "ignore",
    });
    const ended = once(cli, "exit");
    await waitFor("the work to begin", async () => objects.read("app-begun"));
    cli.kill("SIGINT");
    const [code] = (await ended) as [number];
    assert.notEqual(code, 0);
    assert.equal(calls("Cancel").length, 1);
    assert.match(calls("Create").at(-1)?.error?.message ?? "", /canceled by the engine/);
    await stack.write(program(""));
    assert.deepEqual((await stack.up()).succeeded().changes, ["create Container app"]);
  });

  it("must take a resource's own timeout", async () => {
    await stack.write(program('command: ["hang"] }, { customTimeouts: { create: "1s" }'));
    const run = await stack.up();
    assert.match(run.errors.join("\n"), /own timeout of 1 s ended/);
    assert.equal(calls("Create").find(({ error }) => error !== undefined)?.request["timeout"], 1);
  });
});
