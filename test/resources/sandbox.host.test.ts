import assert from "node:assert/strict";
import { createEngine } from "../../providers/docker/engine";
import { lifecycles } from "../../providers/resources";
import type { Bag } from "../../providers/resources/bag";
import type { ProcessHosts } from "../../providers/resources/hosts";
import type { ReadResult } from "../../providers/resources/lifecycle";
import { ensureSandboxImage as ensureImage } from "../../providers/sandbox/image";
import { ensureSandboxImage } from "../support/hosts/sandbox-image";
import { sandboxName } from "../support/hosts/sandbox-name";
import { sshRun } from "../support/hosts/ssh-run";
import { capture, run } from "../support/setup/command";
import { ensureEngine } from "../support/setup/engine";
import { creating, testContext } from "./host-context";

const { apply, check, diff, read, remove } = lifecycles.Sandbox;
const name = sandboxName();

describe("a sandbox", function () {
  this.timeout(600_000);

  const context = testContext({}, { name: "box" });
  const bag = (values: Bag["values"] = {}): Bag => ({
    values: { name, suite: "bookworm", ...values },
    secrets: [],
  });
  const inputs = bag({ ports: [{ container: 8080 }] });
  let id: string;
  let state: Bag;

  async function refreshed(): Promise<NonNullable<ReadResult>> {
    const found = await read(context, { id, inputs, state });
    assert.ok(found);
    return found;
  }

  async function ssh(at: Bag, command: string): Promise<string> {
    const { address, port, user, privateKey, hostKey } = at.values as Record<string, string>;
    const seen: string[] = [];
    const login = {
      host: String(address),
      port: Number(port),
      username: String(user),
      privateKey: String(privateKey),
      hostVerifier: (key: Buffer) => seen.push(`ssh-ed25519 ${key.toString("base64")}`) > 0,
    };
    const algorithms = { serverHostKey: ["ssh-ed25519" as const] };
    const { stdout } = await sshRun({ ...login, algorithms }, command);
    assert.deepEqual(seen, [hostKey]);
    return stdout.trim();
  }

  before(async () => {
    await ensureEngine();
    await ensureSandboxImage("bookworm");
  });
  after(async () => {
    await capture(["docker", "rm", "--force", "--volumes", name]);
    await context.hosts.close();
  });

  it("must be previewed with nothing known of how it is reached", async () => {
    const foreseen = await apply(context, { ...creating(inputs), preview: true });
    assert.equal(typeof foreseen.state.values["address"], "symbol");
    assert.equal(typeof foreseen.state.values["port"], "symbol");
    assert.notEqual((await capture(["docker", "inspect", name])).code, 0);
  });

  it("must let the key in that was made with it, have no Docker, and be what was asked for", async () => {
    ({ state, id = "" } = await apply(context, creating(inputs)));
    assert.equal(
      await ssh(
        state,
        "id -un; . /etc/os-release; echo $VERSION_CODENAME; cat /proc/1/comm; command -v docker",
      ),
      "root\nbookworm\nsystemd",
    );
    assert.deepEqual(state.secrets, [["privateKey"]]);
    const [port] = state.values["publishedPorts"] as { container: number; host: number; address: string }[];
    assert.equal(port?.container, 8080);
    assert.equal(port?.address, "127.0.0.1");
    assert.ok((port?.host ?? 0) > 0);
  });

  it("must be read as it was made, and then there is nothing to change", async () => {
    const found = await refreshed();
    assert.deepEqual(found.state, state);
    const { differences } = diff(context, {
      id,
      oldInputs: inputs,
      oldState: found.state,
      news: (await check(context, { olds: inputs, news: inputs })).inputs,
    });
    assert.deepEqual(differences, []);
  });

  it("must stay its own when its stack is renamed", async () => {
    const renamed = testContext({}, { name: "box", stack: "renamed", hosts: context.hosts as ProcessHosts });
    assert.deepEqual((await read(renamed, { id, inputs, state }))?.state, state);
    const again = await apply(renamed, { ...creating(inputs), id, oldInputs: inputs, oldState: state });
    assert.deepEqual(again.state, state);
  });

  it("must be found at its other port after a restart, by those too who only know the former one", async () => {
    await ssh(state, "touch /kept");
    // While it is stopped another container takes the port, so that the engine must choose another one.
    await run(["docker", "stop", name]);
    const squatter = `${name}-squatter`;
    const port = String(state.values["port"]);
    const image = await ensureSandboxImage("bookworm");
    await run([
      ...["docker", "run", "--detach", "--name", squatter, "--publish", `127.0.0.1:${port}:1`],
      ...["--entrypoint=sleep", image, "600"],
    ]);
    try {
      await run(["docker", "start", name]);
      const found = await refreshed();
      assert.notEqual(found.state.values["port"], state.values["port"]);
      const { hostKey, privateKey } = state.values as Record<string, string>;
      const former = {
        address: "127.0.0.1",
        port: Number(port),
        user: "root",
        hostKeys: [String(hostKey)],
        privateKey: String(privateKey),
      };
      const host = await context.hosts.connect(former, { purpose: "apply", signal: context.signal });
      await host.remote.run(["test", "-e", "/kept"], { signal: undefined });
      state = found.state;
    } finally {
      await run(["docker", "rm", "--force", "--volumes", squatter]);
    }
  });

  it("must be started where it was stopped, with all that was on it", async () => {
    await run(["docker", "stop", name]);
    const stopped = await refreshed();
    assert.equal(stopped.state.values["status"], "exited");
    const { differences } = diff(context, { id, oldInputs: inputs, oldState: stopped.state, news: inputs });
    assert.deepEqual(
      differences.map(({ path, replaces }) => [path, replaces]),
      [[["status"], false]],
    );
    const { containerId } = state.values;
    ({ state } = await apply(context, {
      id,
      oldInputs: inputs,
      oldState: stopped.state,
      inputs,
      preview: false,
    }));
    assert.equal(state.values["containerId"], containerId);
    assert.equal(await ssh(state, "ls /kept"), "/kept");
  });

  it("must be made anew by a run whose forerunner was killed before it told of the key", async () => {
    const { containerId } = state.values;
    ({ state, id = "" } = await apply(context, creating(inputs)));
    assert.notEqual(state.values["containerId"], containerId);
    assert.equal(await ssh(state, "ls /kept || echo gone"), "gone");
  });

  it("must leave a container of somebody else alone, and say so already in the preview", async () => {
    const other = testContext({}, { name: "other", hosts: context.hosts });
    for (const preview of [true, false]) {
      await assert.rejects(apply(other, { ...creating(inputs), preview }), {
        name: "NameTakenError",
        property: "name",
        message: /belongs to urn:.*::box/,
      });
    }
    assert.equal(await ssh(state, "echo here"), "here");
  });

  it("must name the port that is taken, whoever has it, and leave nothing", async () => {
    const [taken] = state.values["publishedPorts"] as { host: number }[];
    const other = testContext({}, { name: "other", hosts: context.hosts });
    const asking = bag({ name: `${name}-other`, ports: [{ container: 80, host: taken?.host ?? 0 }] });
    for (const preview of [true, false]) {
      await assert.rejects(apply(other, { ...creating(asking), preview }), {
        name: "LocalPortTakenError",
        property: "ports[0].host",
      });
    }
    assert.notEqual((await capture(["docker", "inspect", `${name}-other`])).code, 0);
  });

  it("must take its volumes with it, and be gone for a refresh", async () => {
    const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';
    const volumes = (await run(["docker", "inspect", "--format", format, name])).trim().split(" ");
    assert.equal(volumes.length, 2);
    await remove(context, { id, inputs, state });
    await remove(context, { id, inputs, state });
    assert.notEqual((await capture(["docker", "inspect", name])).code, 0);
    assert.notEqual((await capture(["docker", "volume", "inspect", ...volumes])).code, 0);
    assert.equal(await read(context, { id, inputs, state }), undefined);
  });

  it("must name the suite, the image and the way out where its base cannot be fetched", async () => {
    const engine = createEngine({ socketPath: "/var/run/docker.sock" }, "here");
    const flavour = { suite: "nowhere" as "bookworm", init: "none" as const };
    const options = {
      base: "127.0.0.1:1/debian:nowhere",
      signal: context.signal,
      progress: () => undefined,
    };
    await assert.rejects(ensureImage(engine, flavour, options), {
      name: "SandboxImageError",
      property: "suite",
      message:
        /from 127\.0\.0\.1:1\/debian:nowhere: .*connection refused[^]*docker build .*--tag moorage-sandbox:nowhere-none-/,
    });
    engine.close();
  });

  it("must run without an init system too", async () => {
    await ensureSandboxImage("bookworm", "none");
    const bare = bag({ init: "none" });
    const made = await apply(context, creating(bare));
    assert.equal(await ssh(made.state, "cat /proc/1/comm"), "sshd");
    await remove(context, { id: made.id ?? "", inputs: bare, state: made.state });
  });
});
