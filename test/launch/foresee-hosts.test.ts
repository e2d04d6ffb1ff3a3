import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "../..");

describe("hosts that are foreseen", () => {
  let folder: string;
  let server: Server;
  let connections: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "moorage-hosts-"));
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "{}\n");
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.on("error", () => undefined).end("hello");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  function begin(script: string): ChildProcess {
    return spawn(process.execPath, ["-r", "./test/support/transpile/register.cjs", "-e", script], {
      cwd: repository,
      env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
      stdio: ["ignore", "inherit", "inherit"],
    });
  }

  /** A command that dials the server, if it is told to, and ends with a code. @returns how often that was connected to */
  async function command(
    argv: readonly string[],
    { dials = false, code = 0 }: { dials?: boolean; code?: number } = {},
  ): Promise<number> {
    const { port } = server.address() as AddressInfo;
    const script = `
      require("./launch/foresee-hosts").foreseeHosts(${JSON.stringify([...argv, "-C", folder])}, process.env);
      const { dialPlace } = require("./providers/ssh/early-connections");
      const place = { host: "127.0.0.1", port: ${port}, hostKeyAlgorithms: ["ssh-ed25519"] };
      // What was begun early is there before a connection that was begun after it.
      const probe = require("node:net").connect(place.port, place.host, () => {
        probe.destroy();
        process.exitCode = ${code};
        if (${dials}) dialPlace(place).on("close", () => process.exit()).resume();
        else process.exit();
      });`;
    const before = connections;
    const child = begin(script);
    const [status] = (await once(child, "exit")) as [number];
    assert.equal(status, code);
    // Connections are taken in their order: when this one is there, so are all of the command's.
    const last = connect(port, "127.0.0.1").resume();
    await once(last, "close");
    // Without this one and the probe.
    return connections - before - 2;
  }

  it("must be those that the last command on the same stack dialled, and be connected to once", async () => {
    assert.equal(await command(["up"], { dials: true }), 1);
    assert.equal(await command(["up"], { dials: true }), 1);
    assert.equal(await command(["destroy", "-s", "dev"]), 1);
  }).timeout(30_000);

  it("must be none where nothing shows which stack is meant, or the command is another one", async () => {
    await command(["up"], { dials: true });
    assert.equal(await command(["ps"]), 0);
    assert.equal(await command(["up", "-s", "prod"]), 0);
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "{}\n");
    assert.equal(await command(["up"]), 0);
    assert.equal(await command(["up", "-s", "prod"]), 0);
    assert.equal(await command(["up", "-s", "dev"]), 1);
  }).timeout(30_000);

  it("must be greeted as an SSH client does, before anybody dials", async () => {
    await command(["up"], { dials: true });
    const script = `
      const { foreseeHosts, openForeseen } = require("./launch/foresee-hosts");
      foreseeHosts(${JSON.stringify(["up", "-C", folder])}, process.env);
      openForeseen();
      // Until it is killed: what was begun early keeps nobody waiting.
      setInterval(() => {}, 1000);`;
    const greeted = new Promise<string>((resolve, reject) => {
      server.removeAllListeners("connection");
      server.on("connection", (socket) =>
        socket
          .on("error", () => undefined)
          .once("data", (bytes) => resolve(bytes.toString("latin1")))
          .once("close", () => reject(new Error("the connection was closed without a greeting"))),
      );
    });
    const child = begin(script);
    // Without a greeting the early connection is given up in the end, and the child must not outlive the test then.
    try {
      assert.match(await greeted, /^SSH-2\.0-/);
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }).timeout(30_000);

  it("must not be those of a command that failed", async () => {
    await command(["up"], { dials: true, code: 1 });
    assert.equal(await command(["up"]), 0);
  }).timeout(30_000);
});
