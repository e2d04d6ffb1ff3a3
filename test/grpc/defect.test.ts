import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, ConfigureRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { Lifecycle } from "../../providers/resources/lifecycle";
import { ask, failureOf, openDoor, secret, struct, urn, type Door } from "../support/door/door";
import { startFakeEngine, type FakeEngine } from "../support/door/fake-engine";

const token = `t0ken "t0ken"`;
const inputs = struct({ image: "web:1", env: { TOKEN: secret(token) } });

/** Mistakes of Moorage's own, whose messages nobody has weighed. */
describe("a defect", () => {
  let engine: FakeEngine;
  beforeEach(async () => {
    engine = await startFakeEngine();
  });
  afterEach(() => engine.stop());

  async function doorWith(lifecycle: Partial<Lifecycle>): Promise<Door> {
    return openDoor({ lifecycle, engineAddress: engine.address });
  }

  async function createdWith(mistake: unknown): Promise<string> {
    const door = await doorWith({ apply: () => Promise.reject(mistake as Error) });
    try {
      const request = new CreateRequest().setUrn(urn("Container")).setProperties(inputs);
      return (await failureOf(ask((done) => door.client.create(request, done)))).details;
    } finally {
      await door.close();
    }
  }

  it("must be told as one, without secrets, and its place only to who asks for debug output", async () => {
    const details = await createdWith(new TypeError(`${JSON.stringify({ TOKEN: token })} is not a function`));
    assert.equal(details, 'moorage defect: {"TOKEN":"[secret]"} is not a function');
    assert.deepEqual(
      engine.lines.map(({ severity }) => severity),
      ["debug"],
    );
    assert.match(engine.lines[0]?.message ?? "", /defect\.test\.ts/);
    assert.ok(!(engine.lines[0]?.message ?? "").includes("t0ken"));
  });

  it("must be told also when what was thrown is no error", async () => {
    assert.equal(await createdWith(undefined), "moorage defect: undefined");
  });

  it("must not stand in the reason why inputs are refused", async () => {
    const failure = { path: ["image"], reason: `is at odds with ${JSON.stringify(token)}` };
    const door = await doorWith({
      check: (_context, { news }) => Promise.resolve({ inputs: news, failures: [failure] }),
    });
    const host = { hostId: "h1", address: "192.0.2.1" };
    const news = struct({ host, image: "web:1", env: { TOKEN: secret(token) } });
    const request = new CheckRequest().setUrn(urn("Container")).setNews(news);
    const response = await ask<{ getFailuresList(): { getReason(): string }[] }>((done) =>
      door.client.check(request, done),
    );
    await door.close();
    assert.deepEqual(
      response.getFailuresList().map((each) => each.getReason()),
      ['is at odds with "[secret]"'],
    );
  });

  it("must end the plugin with its place and without secrets when no call is there to tell it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moorage-defect-"));
    const plugin = join(__dirname, "../support/fake-plugin/pulumi-resource-moorage");
    const env = { ...process.env, MOORAGE_FAKE_OBJECTS: folder };
    const child = spawn(plugin, [], { env, stdio: ["pipe", "pipe", "pipe"] });
    const ended = once(child, "exit");
    const said = text(child.stderr);
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const client = new ResourceProviderClient(
      `127.0.0.1:${port.toString().trim()}`,
      credentials.createInsecure(),
    );
    await ask((done) => client.configure(new ConfigureRequest().setArgs(struct({})), done));
    const crash = struct({ command: ["crash"], env: { TOKEN: secret(token) } });
    await failureOf(
      ask((done) => client.create(new CreateRequest().setUrn(urn("Container")).setProperties(crash), done)),
    );
    assert.deepEqual(await ended, [1, null]);
    assert.match(await said, /^moorage defect: .*the environment was \{"TOKEN":"\[secret\]"\}\n +at /s);
    client.close();
    await rm(folder, { recursive: true, force: true });
  });
});
