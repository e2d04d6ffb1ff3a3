import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../providers/errors";
import { lifecycles } from "../../providers/resources";
import { type Bag, UNKNOWN, type Value } from "../../providers/resources/bag";
import { localSocket } from "../../providers/resources/local-socket";
import { MovedHosts } from "../../providers/resources/moved-hosts";
import { sandboxContainer } from "../../providers/sandbox/container-request";
import { noRoom } from "../../providers/sandbox/errors";
import { sandboxImage } from "../../providers/sandbox/recipe";
import { asNobody } from "../support/as-nobody";
import { testContext } from "./host-context";

const { check, diff, read, apply } = lifecycles.Sandbox;

describe("a sandbox's arguments", () => {
  const context = testContext({}, { name: "box" });
  const bag = (values: Bag["values"]): Bag => ({ values, secrets: [] });

  async function failures(values: Bag["values"]): Promise<string[]> {
    const result = await check(context, { olds: undefined, news: bag(values) });
    return result.failures.map(({ path, reason }) => `${path.join(".")} ${reason}`);
  }

  it("must get a name of their own, the same in every run", async () => {
    const { inputs } = await check(context, { olds: undefined, news: bag({}) });
    assert.equal(inputs.values["name"], "shop-dev-box");
  });

  it("must not name sshd's port, nor a port twice", async () => {
    assert.match((await failures({ ports: [{ container: 22 }] })).join(), /^ports\.0\.container is sshd's/);
    const twice = [
      { container: 80, host: 8080 },
      { container: 81, host: 8080 },
      { container: 80, host: 81 },
    ];
    assert.deepEqual(await failures({ ports: twice }), [
      "ports.1.host is named twice: 8080",
      "ports.2.container is named twice: 80",
    ]);
  });

  it("must make another sandbox when they change, the former one first gone, but for the socket", () => {
    const old = { name: "box", suite: "bookworm", init: "systemd", ports: [{ container: 80 }] };
    const changed = (values: Record<string, Value>) =>
      diff(context, {
        id: "local-1/box",
        oldInputs: bag(old),
        oldState: bag({ ...old, status: "running" }),
        news: bag({ ...old, ...values }),
      });
    assert.deepEqual(changed({}).differences, []);
    for (const values of [{ suite: "trixie" }, { init: "none" }, { ports: [] }, { name: UNKNOWN }] as const) {
      const { differences, deleteBeforeReplace } = changed(values);
      assert.deepEqual(
        differences.map(({ replaces }) => replaces),
        [true],
      );
      assert.equal(deleteBeforeReplace, true);
    }
    assert.deepEqual(
      changed({ socketPath: "/run/other.sock" }).differences.map(({ replaces }) => replaces),
      [false],
    );
  });

  it("must not be imported, since nobody has the key", async () => {
    await assert.rejects(
      read(context, { id: "local/box", inputs: undefined, state: undefined }),
      /A Sandbox cannot be imported \(local\/box\): only the run that makes one has its private key/,
    );
  });

  it("must say what to do where there is no engine, at the latest when it is made", async () => {
    const inputs = bag({ name: "box", socketPath: "/nowhere/docker.sock" });
    const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs };
    await assert.rejects(apply(context, { ...request, preview: false }), {
      name: "LocalEngineError",
      property: "socketPath",
      message: /its socket does not exist.*start Docker, or install it.*or set socketPath/,
    });
    assert.equal((await apply(context, { ...request, preview: true })).id, undefined);
    assert.match(context.said.join("\n"), /warning: The preview knows less of the sandbox/);
  });
});

describe("a sandbox for a user without right to the engine's socket", () => {
  it("must say which group to join, and how", async function () {
    const folder = await mkdtemp(join(tmpdir(), "moorage-socket-"));
    const socketPath = join(folder, "docker.sock");
    const server = createServer().listen(socketPath);
    await once(server, "listening");
    await Promise.all([chmod(folder, 0o755), chmod(socketPath, 0)]);
    const inputs = { values: { name: "box", socketPath }, secrets: [] };
    const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: false };
    try {
      await asNobody(this, () =>
        assert.rejects(apply(testContext({}, { name: "box" }), request), {
          name: "LocalEngineError",
          property: "socketPath",
          message: /may not open the socket.*sudo usermod --append --groups docker USER, then log in anew/,
        }),
      );
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe("the local engine's socket", () => {
  const home = "/home/ada";
  const withFiles =
    (...files: string[]) =>
    (path: unknown) =>
      files.includes(String(path));

  it("must be DOCKER_HOST's, else the usual one, else Docker Desktop's", () => {
    const desktop = "/home/ada/.docker/run/docker.sock";
    const anywhere = withFiles("/var/run/docker.sock", desktop);
    assert.equal(
      localSocket({ home, dockerHost: "unix:///run/user/1/d.sock" }, anywhere),
      "/run/user/1/d.sock",
    );
    assert.equal(localSocket({ home, dockerHost: "" }, anywhere), "/var/run/docker.sock");
    assert.equal(localSocket({ home, dockerHost: undefined }, withFiles(desktop)), desktop);
    assert.equal(localSocket({ home, dockerHost: undefined }, withFiles()), "/var/run/docker.sock");
  });

  it("must not be taken from a DOCKER_HOST that is another machine's, which is not repeated whole", () => {
    assert.throws(
      () => localSocket({ home, dockerHost: "ssh://ada:hunter2@build.example" }),
      (error) =>
        error instanceof UserError &&
        error.property === "socketPath" &&
        error.message.startsWith("DOCKER_HOST says ssh:") &&
        !error.message.includes("hunter2"),
    );
  });
});

describe("hosts that have moved", () => {
  it("must be found by their keys, even where two have changed places", () => {
    const moved = new MovedHosts();
    moved.add("ssh-ed25519 A", { address: "127.0.0.1", port: 2 });
    moved.add("ssh-ed25519 B", { address: "127.0.0.1", port: 1 });
    assert.equal(moved.find(["ssh-ed25519 A"])?.port, 2);
    assert.equal(moved.find(["ssh-rsa C", "ssh-ed25519 B"])?.port, 1);
    assert.equal(moved.find(["ssh-rsa C"]), undefined);
    assert.equal(moved.find(undefined), undefined);
  });
});

describe("a sandbox's container", () => {
  const request = { name: "My_Box.1", image: "box:1", ports: [{ container: 80, host: 8080 }], labels: {} };

  it("must be reached from this machine only, at any free port where none is named", () => {
    const { HostConfig, Hostname } = sandboxContainer(request, "privileged");
    assert.deepEqual(HostConfig.PortBindings, {
      "22/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }],
      "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }],
    });
    assert.equal(Hostname, "my-box-1");
  });

  it("must ask for all but what the machine lacks where it cannot be privileged", () => {
    const privileged = sandboxContainer(request, "privileged").HostConfig as Record<string, unknown>;
    const other = sandboxContainer(request, "all-there-are").HostConfig as Record<string, unknown>;
    assert.deepEqual([privileged["Privileged"], privileged["CapAdd"]], [true, undefined]);
    assert.deepEqual([other["Privileged"], other["CapDrop"]], [undefined, ["SYS_RESOURCE"]]);
  });

  it("must fail with what gives room where the engine has none left", () => {
    const reason = "write /var/lib/docker/tmp/1: no space left on device";
    assert.match(noRoom(reason, "this machine")?.message ?? "", /No space is left .*docker system prune/);
    assert.equal(noRoom("port is already allocated", "this machine"), undefined);
  });

  it("must have an image for each suite and init system, named by its recipe", () => {
    assert.match(
      sandboxImage({ suite: "trixie", init: "none" }),
      /^moorage-sandbox:trixie-none-[0-9a-f]{12}$/,
    );
  });
});
