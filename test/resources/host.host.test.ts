import assert from "node:assert/strict";
import type { Bag } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { HostUnreachableError } from "../../providers/resources/host-errors";
import { PartialError } from "../../providers/resources/lifecycle";
import { startHost, type TestHost } from "../support/host";
import { creating, inputsFor, testContext, type TestContext } from "./host-context";

describe("a Host on a machine with systemd, by root", function () {
  this.timeout(300_000);
  const contexts: TestContext[] = [];
  const context = (...args: Parameters<typeof testContext>): TestContext => {
    const made = testContext(...args);
    contexts.push(made);
    return made;
  };
  let machine: TestHost;
  let inputs: Bag;
  let id: string;
  let state: Bag;
  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "systemd" });
    inputs = inputsFor(machine, {}, { daemon: { "log-opts": { "max-size": "10m" } } });
  });
  after(async () => {
    await Promise.all(contexts.map(({ hosts }) => hosts.close()));
    await machine.remove();
  });

  it("must say at preview what is known and change nothing", async () => {
    const { id, state } = await lifecycle.apply(context(), { ...creating(inputs), preview: true });
    assert.equal(id, undefined);
    assert.equal((state.values["facts"] as { release: string }).release, "bookworm");
    assert.equal(typeof state.values["hostId"], "symbol");
    assert.equal((await machine.capture(["ls", "/var/lib/moorage"])).code, 2);
  });

  it("must end with an engine that answers", async () => {
    const here = context();
    const result = await lifecycle.apply(here, creating(inputs));
    assert.ok(result.id !== undefined);
    ({ id, state } = { id: result.id, state: result.state });
    assert.equal(state.values["hostId"], id);
    assert.deepEqual(
      { ...(state.values["engine"] as object), version: "" },
      {
        version: "",
        apiVersion: "1.41",
        storageDriver: "overlay2",
        imageStore: "classic",
        socketAccess: "streamlocal",
      },
    );
    const link = state.values["link"] as { hostId: string; hostKeys: string[]; privateKey: string };
    assert.equal(link.hostId, id);
    assert.ok(machine.hostKeys.includes(link.hostKeys[0] ?? ""));
    assert.equal(link.privateKey, machine.key.privateKey);
    assert.ok(state.secrets.some((path) => path.join(".") === "link.privateKey"));
    assert.equal(
      JSON.parse(await machine.exec(["cat", "/etc/docker/daemon.json"]))["log-opts"]["max-size"],
      "10m",
    );
  });

  it("must do nothing the second time", async () => {
    const here = context();
    const again = await lifecycle.apply(here, {
      id,
      oldInputs: inputs,
      oldState: state,
      inputs,
      preview: false,
    });
    assert.deepEqual(again.state, state);
    assert.deepEqual(here.said, []);
  });

  it("must be read as it was written", async () => {
    const here = context();
    const read = await lifecycle.read(here, { id, inputs, state });
    assert.deepEqual(read, { id, inputs, state });
    assert.deepEqual(
      lifecycle.diff(here, { id, oldInputs: inputs, oldState: state, news: inputs }).differences,
      [],
    );
  });

  it("must open its children's sessions by its link", async () => {
    const here = context();
    const link = state.values["link"] as never;
    const session = await here.hosts.open(link, { purpose: "apply", signal: here.signal });
    assert.equal(session.hostId, id);
    await session.engine.system.ping();
  });

  it("must see settings changed by hand and repair them, leaving those of others", async () => {
    await machine.exec([
      "sh",
      "-c",
      `echo '{"log-opts": {"max-size": "1m", "max-file": "3"}, "debug": true}' >/etc/docker/daemon.json`,
    ]);
    const read = await lifecycle.read(context(), { id, inputs, state });
    assert.ok(read !== undefined);
    assert.deepEqual(read.inputs.values["daemon"], { "log-opts": { "max-size": "1m" } });
    const { differences } = lifecycle.diff(context(), {
      id,
      oldInputs: read.inputs,
      oldState: state,
      news: inputs,
    });
    assert.deepEqual(
      differences.map(({ path, replaces }) => [path.join("."), replaces]),
      [["daemon.log-opts.max-size", false]],
    );
    await lifecycle.apply(context(), { id, oldInputs: read.inputs, oldState: state, inputs, preview: false });
    const now = JSON.parse(await machine.exec(["cat", "/etc/docker/daemon.json"])) as unknown;
    assert.deepEqual(now, { "log-opts": { "max-size": "10m", "max-file": "3" }, debug: true });
  });

  it("must put the former settings back when the engine refuses the new ones", async () => {
    const before = await machine.exec(["cat", "/etc/docker/daemon.json"]);
    const bad = { ...inputs, values: { ...inputs.values, daemon: { "storage-driver": "floppy" } } };
    await assert.rejects(
      lifecycle.apply(context(), { id, oldInputs: inputs, oldState: state, inputs: bad, preview: false }),
      (error) =>
        error instanceof PartialError &&
        /storage-driver/.test(error.message) &&
        /driver not supported/.test(error.message),
    );
    assert.equal(await machine.exec(["cat", "/etc/docker/daemon.json"]), before);
    await machine.exec(["docker", "info"]);
  });

  it("must be imported by its address", async () => {
    const here = context({ credentials: { test: { privateKey: machine.key.privateKey } } });
    const read = await lifecycle.read(here, {
      id: `root@127.0.0.1:${machine.port}`,
      inputs: undefined,
      state: undefined,
    });
    assert.equal(read?.id, id);
    assert.deepEqual(read?.inputs.values, {
      connection: { address: "127.0.0.1", port: machine.port, user: "root", credential: "test" },
    });
  });

  it("must start an engine that was stopped by hand", async () => {
    await machine.exec(["systemctl", "stop", "docker.socket", "docker.service"]);
    await assert.rejects(
      lifecycle.read(context(), { id, inputs, state }),
      (error) => error instanceof PartialError && error.id === id,
    );
    await lifecycle.apply(context(), { id, oldInputs: inputs, oldState: state, inputs, preview: false });
    await machine.exec(["docker", "info"]);
  });

  it("must keep what is stored when the host does not answer", async () => {
    await machine.powerOff();
    await assert.rejects(
      lifecycle.read(context({ readTimeoutSeconds: 1 }), { id, inputs, state }),
      (error) => error instanceof PartialError && error.state === state && error.inputs === inputs,
    );
    await assert.rejects(
      lifecycle.remove(context({ readTimeoutSeconds: 1 }), { id, inputs, state }),
      (error) => error instanceof HostUnreachableError && /deleteUnreachable/.test(error.message),
    );
    await lifecycle.remove(context({ readTimeoutSeconds: 1, deleteUnreachable: true }), {
      id,
      inputs,
      state,
    });
    await machine.powerOn();
  });

  it("must refuse a changed host key before it logs in, naming what to do", async () => {
    await machine.rotateHostKeys();
    await assert.rejects(
      lifecycle.read(context(), { id, inputs, state }),
      (error) =>
        error instanceof PartialError &&
        error.property === "connection.hostKey" &&
        /machine/.test(error.message),
    );
    const [hostKey = ""] = machine.hostKeys;
    const pinned = inputsFor(machine, { hostKey });
    const result = await lifecycle.apply(context(), {
      id,
      oldInputs: inputs,
      oldState: state,
      inputs: pinned,
      preview: false,
    });
    assert.equal(result.state.values["hostId"], id);
    ({ state } = result);
    inputs = pinned;
  });

  it("must leave the engine and nothing of ours when it is removed", async () => {
    await lifecycle.remove(context(), { id, inputs, state });
    assert.equal((await machine.capture(["ls", "/var/lib/moorage"])).code, 2);
    assert.equal((await machine.capture(["ls", "/run/moorage.lock"])).code, 2);
    await machine.exec(["docker", "info"]);
  });

  it("must be gone for a refresh once its marker is", async () => {
    assert.equal(await lifecycle.read(context(), { id, inputs, state }), undefined);
    await lifecycle.remove(context(), { id, inputs, state });
  });
});
