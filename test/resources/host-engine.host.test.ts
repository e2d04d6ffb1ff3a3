import assert from "node:assert/strict";
import { EngineMissingError } from "../../providers/linux/errors";
import type { Bag } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { HostUnreachableError } from "../../providers/resources/host-errors";
import { PartialError } from "../../providers/resources/lifecycle";
import { startHost, type TestHost } from "../support/host";
import { creating, inputsFor, testContext, type TestContext } from "./host-context";

// A container that runs until it is stopped, out of one program and its libraries, as there is no registry.
const START_CONTAINER = `
  tar -C / -ch bin/sleep lib64/ld-linux-x86-64.so.2 lib/x86_64-linux-gnu/libc.so.6 | docker import - tiny >/dev/null &&
  docker run --detach --name tiny tiny /bin/sleep 600
`;

describe("the engine of a Host", function () {
  this.timeout(300_000);
  const hosts: TestHost[] = [];
  const contexts: TestContext[] = [];
  const start = async (flavour: "bare" | "docker" | "systemd"): Promise<TestHost> => {
    const machine = await startHost({ suite: "bookworm", flavour });
    hosts.push(machine);
    return machine;
  };
  const context = (...args: Parameters<typeof testContext>): TestContext => {
    const made = testContext(...args);
    contexts.push(made);
    return made;
  };
  const created = async (inputs: Bag): Promise<{ id: string; inputs: Bag; state: Bag }> => {
    const { id = "", state } = await lifecycle.apply(context(), creating(inputs));
    return { id, inputs, state };
  };
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((made) => made.hosts.close()));
    await Promise.all(hosts.splice(0).map((machine) => machine.remove()));
  });

  it("must run the containers again that ran before a setting restarted it", async () => {
    const machine = await start("docker");
    const { id, inputs, state } = await created(inputsFor(machine));
    await machine.exec(["sh", "-c", START_CONTAINER]);
    const changed = inputsFor(machine, {}, { daemon: { "log-driver": "local" } });
    await lifecycle.apply(context(), {
      id,
      oldInputs: inputs,
      oldState: state,
      inputs: changed,
      preview: false,
    });
    assert.equal(await machine.exec(["docker", "info", "--format", "{{.LoggingDriver}}"]), "local");
    assert.equal(await machine.exec(["docker", "inspect", "--format", "{{.State.Running}}", "tiny"]), "true");
  });

  it("must go with the host where that is asked for, but not its data", async () => {
    for (const flavour of ["systemd", "bare"] as const) {
      const machine = await start(flavour);
      const host = await created(inputsFor(machine, {}, { removeEngineOnDelete: true }));
      await machine.exec(["docker", "volume", "create", "kept"]);
      await lifecycle.remove(context(), host);
      assert.equal((await machine.capture(["sh", "-c", "command -v dockerd || pidof dockerd"])).code, 1);
      await machine.exec(["test", "-d", "/var/lib/docker/volumes/kept"]);
      assert.equal((await machine.capture(["ls", "/var/lib/moorage"])).code, 2);
    }
  });

  it("must be missed where it may not be installed, with the host kept in the state", async () => {
    const machine = await start("bare");
    const work = lifecycle.apply(context(), creating(inputsFor(machine, {}, { installEngine: false })));
    await assert.rejects(
      work,
      (error) => error instanceof PartialError && error.cause instanceof EngineMissingError,
    );
  });

  it("must be taken as it was while only the login fails", async () => {
    const machine = await start("docker");
    const { id, inputs, state } = await created(inputsFor(machine));
    const here = context();
    const rotated = {
      ...inputs,
      values: {
        connection: { address: machine.address, port: machine.port, user: "admin", password: "old" },
      },
    };
    assert.deepEqual(await lifecycle.read(here, { id, inputs: rotated, state }), {
      id,
      inputs: rotated,
      state,
    });
    assert.match(here.said.join("\n"), /^warning: /);
    await assert.rejects(lifecycle.apply(context(), creating(rotated)), HostUnreachableError);
  });

  it("must be the one of this machine without SSH, whatever DOCKER_HOST says", async () => {
    const here = context();
    const former = process.env["DOCKER_HOST"];
    process.env["DOCKER_HOST"] = "tcp://192.0.2.1:2375";
    try {
      const inputs = { values: { local: true }, secrets: [] };
      const { id = "", state } = await lifecycle.apply(here, creating(inputs));
      assert.match(id, /^local-/);
      assert.deepEqual(state.values["link"], { local: true, hostId: id });
      assert.equal((state.values["engine"] as { socketAccess: string }).socketAccess, "direct");
      assert.deepEqual(await lifecycle.read(here, { id, inputs, state }), { id, inputs, state });
      assert.deepEqual(await lifecycle.read(here, { id: "local", inputs: undefined, state: undefined }), {
        id,
        inputs,
        state,
      });
      const session = await here.hosts.open(state.values["link"] as never, {
        purpose: "apply",
        signal: here.signal,
      });
      await session.engine.system.ping();
      await lifecycle.remove(here, { id, inputs, state });
    } finally {
      if (former === undefined) delete process.env["DOCKER_HOST"];
      else process.env["DOCKER_HOST"] = former;
    }
  });

  it("must say where no local engine answers, and still be previewed", async () => {
    const inputs = { values: { local: true, socketPath: "/run/nowhere.sock" }, secrets: [] };
    await assert.rejects(lifecycle.apply(context(), creating(inputs)), /its socket does not exist/);
    const { state } = await lifecycle.apply(context(), { ...creating(inputs), preview: true });
    assert.equal(typeof state.values["hostId"], "symbol");
  });
});
