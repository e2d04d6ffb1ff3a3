import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ask, failureOf, struct, urn } from "../support/door/door";
import { startFakeEngine, type FakeEngine } from "../support/door/fake-engine";
import { isAlive } from "../support/setup/process-alive";
import { waitFor } from "../support/setup/wait-for";

const plugin = join(__dirname, "../support/fake-plugin/pulumi-resource-moorage");
const repository = join(__dirname, "../..");

/** Starts a program as the engine would, and reads the first line that it prints. */
async function start(
  argv: readonly string[],
  objects: string,
): Promise<{ child: ChildProcess; line: string }> {
  const [program = "", ...args] = argv;
  const env = { ...process.env, MOORAGE_FAKE_OBJECTS: objects };
  const child = spawn(program, args, { env, cwd: repository, stdio: ["pipe", "pipe", "inherit"] });
  const early = once(child, "exit").then(([code]) => {
    throw new Error(`the process ended with exit code ${String(code)} before it printed anything`);
  });
  const [chunk] = (await Promise.race([once(child.stdout, "data"), early])) as [Buffer];
  early.catch(() => undefined);
  return { child, line: chunk.toString("utf8").trim() };
}

describe("the plugin's process", function () {
  this.timeout(60_000);
  let objects: string;
  let engine: FakeEngine;

  beforeEach(async () => {
    objects = await mkdtemp(join(tmpdir(), "moorage-plugin-"));
    engine = await startFakeEngine();
  });
  afterEach(async () => {
    engine.stop();
    await rm(objects, { recursive: true, force: true });
  });

  /** Asks for a container that is never ready; resolves when the plugin works on it. */
  async function startWork(port: string): Promise<{ failure: Promise<{ details: string }> }> {
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    await ask((done) => client.configure(new ConfigureRequest().setArgs(struct({})), done));
    const request = new CreateRequest().setUrn(urn("Container")).setProperties(struct({ command: ["hang"] }));
    const failure = failureOf(ask((done) => client.create(request, done)));
    await waitFor("the work to begin", async () =>
      engine.lines.find(({ message }) => message === "making it"),
    );
    return { failure };
  }

  it("must tell its port, and end well when it is interrupted", async () => {
    const { child, line } = await start([plugin, engine.address], objects);
    assert.match(line, /^\d+$/);
    const ended = once(child, "exit");
    child.kill("SIGINT");
    assert.deepEqual(await ended, [0, null]);
  });

  it("must let what is under way tell its end when it is interrupted", async () => {
    const { child, line } = await start([plugin, engine.address], objects);
    const ended = once(child, "exit");
    const { failure } = await startWork(line);
    child.kill("SIGINT");
    assert.equal((await failure).details, "interrupted");
    assert.deepEqual(await ended, [0, null]);
  });

  it("must end in the middle of work when the process that started it is gone", async () => {
    const parent = `
      const child = require("node:child_process").spawn(${JSON.stringify(plugin)}, ["-v=9", ${JSON.stringify(engine.address)}]);
      child.stdout.on("data", (port) => console.log(child.pid + " " + String(port).trim()));
      child.stderr.pipe(process.stderr);`;
    const { child, line } = await start([process.execPath, "-e", parent], objects);
    const [pid = "", port = ""] = line.split(" ");
    const { failure } = await startWork(port);
    child.kill("SIGKILL");
    assert.match((await failure).details, /the engine is gone/);
    await waitFor("the plugin to end", async () => (isAlive(Number(pid)) ? undefined : true));
  });

  it("must end when its parent lives on but the engine that it knew does not listen any more", async () => {
    const { child, line } = await start([plugin, engine.address], objects);
    const ended = once(child, "exit");
    await startWork(line);
    engine.stop();
    assert.deepEqual(await ended, [0, null]);
  });

  it("must not load Pulumi's SDK, only its protocol", async () => {
    const script = `
      require("./test/support/transpile/register.cjs");
      require("./providers/main.ts");
      const files = Object.keys(require.cache).filter((file) => file.includes("node_modules/@pulumi/"));
      console.log(JSON.stringify(files));
      process.exit(0);`;
    const { line } = await start([process.execPath, "-e", script], objects);
    const files = JSON.parse(line) as string[];
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter((file) => !file.includes("node_modules/@pulumi/pulumi/proto/")),
      [],
    );
  });
});
