import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Agent, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Duplex } from "node:stream";
import { ConnectionLostError } from "../../providers/ssh/errors";
import { SshRemote } from "../../providers/ssh/remote-ssh";
import { openTunnel } from "../../providers/ssh/tunnel";
import {
  EngineDownError,
  ForwardingProhibitedError,
  SocketMissingError,
} from "../../providers/ssh/tunnel-errors";
import { waitFor } from "../support/setup/wait-for";
import { SshServer, type SshServerOptions } from "./ssh-server";

/** Stands in for the docker command: `version` asks the socket, `system dial-stdio` joins it to stdio. */
const DOCKER = `#!/usr/bin/env node
const socket = require("net").connect(process.argv[3].replace("unix://", ""));
socket.on("error", (error) => { console.error(error.message); process.exit(1); });
if (process.argv[4] === "version") socket.on("connect", () => process.exit(0));
else process.stdin.pipe(socket).pipe(process.stdout);
`;

describe("the tunnel to the engine's socket", () => {
  let ssh: SshServer;
  let engine: Server;
  let folder: string;
  let socketPath: string;
  let remote: SshRemote;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "moorage-tunnel-"));
    socketPath = join(folder, "engine.sock");
    engine = createServer((incoming, response) => {
      if (incoming.url === "/slow") return;
      incoming.pipe(response);
      if (incoming.method === "GET") response.end(`answer to ${incoming.url ?? ""}`);
    });
    engine.on("upgrade", (_request, socket: Duplex) => {
      socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => engine.listen(socketPath, resolve));
  });
  afterEach(async () => {
    await ssh.stop();
    engine.closeAllConnections();
    await new Promise((resolve) => engine.close(resolve));
    rmSync(folder, { recursive: true });
  });

  const start = async (options: SshServerOptions = {}): Promise<void> => {
    ssh = await SshServer.start(options);
    remote = new SshRemote(await ssh.pool().open(ssh.target()));
  };
  const installDocker = (): string => {
    writeFileSync(join(folder, "docker"), DOCKER);
    chmodSync(join(folder, "docker"), 0o755);
    return folder;
  };
  const send = (agent: Agent, path: string, body?: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const sending = request({ host: "docker", path, agent, method: body === undefined ? "GET" : "POST" });
      sending.on("response", (response: IncomingMessage) => void text(response).then(resolve, reject));
      sending.on("error", reject).end(body);
    });

  it("must have a stream for each of the requests that will soon come, and send them on these", async () => {
    await start();
    const { agent } = await openTunnel(remote, { socketPath, sudo: false, requests: 3 });
    await waitFor("the streams", () => Promise.resolve(ssh.streams === 3 || undefined));
    const answers = await Promise.all(["/a", "/b", "/c"].map((path) => send(agent, path)));
    assert.deepEqual(answers, ["answer to /a", "answer to /b", "answer to /c"]);
    assert.equal(ssh.peakStreams, 3);
  });

  for (const access of ["streamlocal", "dial-stdio"] as const) {
    describe(`by ${access}`, () => {
      beforeEach(() =>
        start(access === "streamlocal" ? {} : { refusesForwards: true, path: installDocker() }),
      );

      it("must carry requests and answers, and reuse what is open", async () => {
        const tunnel = await openTunnel(remote, { socketPath, sudo: false });
        assert.equal(tunnel.access, access);
        const before = ssh.commands.length;
        for (const path of ["/a", "/b", "/c"])
          assert.equal(await send(tunnel.agent, path), `answer to ${path}`);
        const big = Buffer.alloc(3_000_000, "x");
        assert.equal((await send(tunnel.agent, "/echo", big)).length, big.length);
        assert.equal(ssh.commands.length - before, access === "streamlocal" ? 0 : 1);
        assert.ok(ssh.peakStreams <= 1);
      });

      it("must carry many requests at once within its cap", async () => {
        const { agent } = await openTunnel(remote, { socketPath, sudo: false });
        const answers = await Promise.all(
          Array.from({ length: 100 }, (_, index) => send(agent, `/${index}`)),
        );
        assert.equal(new Set(answers).size, 100);
        if (access === "streamlocal") assert.equal(ssh.peakStreams, 32);
        else assert.ok(ssh.peakSessions <= 8);
      });

      it("must leave commands a way while its own is full", async () => {
        const { agent } = await openTunnel(remote, { socketPath, sudo: false });
        let received = 0;
        engine.on("request", () => (received += 1));
        const waiting = Array.from({ length: 40 }, () => assert.rejects(send(agent, "/slow")));
        const places = access === "streamlocal" ? 32 : 6;
        await waitFor("it to be full", () => Promise.resolve(received >= places ? true : undefined));
        assert.equal((await remote.run(["echo", "through"])).stdout, "through\n");
        ssh.cut();
        await Promise.all(waiting);
      });

      it("must carry an upgraded connection in both directions, to its half-closed end", async () => {
        const { agent } = await openTunnel(remote, { socketPath, sudo: false });
        const socket = await new Promise<Duplex>((resolve, reject) => {
          const headers = { connection: "Upgrade", upgrade: "tcp" };
          const sending = request({ host: "docker", path: "/attach", agent, method: "POST", headers });
          sending.on("upgrade", (_response, upgraded: Duplex) => resolve(upgraded)).on("error", reject);
          sending.end();
        });
        socket.end("to and fro");
        assert.equal(await text(socket), "to and fro");
      });

      it("must fail a request whose connection breaks", async () => {
        const { agent } = await openTunnel(remote, { socketPath, sudo: false });
        const sending = send(agent, "/slow");
        engine.once("request", () => ssh.cut());
        await assert.rejects(sending, ConnectionLostError);
      });

      it("must give up a request that is aborted", async () => {
        const { agent } = await openTunnel(remote, { socketPath, sudo: false });
        const controller = new AbortController();
        engine.once("request", () => controller.abort());
        const sending = request({ host: "docker", path: "/slow", agent, signal: controller.signal });
        const failed = new Promise<Error>((resolve) => sending.on("error", resolve));
        sending.end();
        assert.equal((await failed).name, "AbortError");
      });
    });
  }

  it("must be looked for once for all who ask at the same time", async () => {
    await start({ refusesForwards: true, path: installDocker() });
    const tunnels = await Promise.all(
      Array.from({ length: 20 }, () => openTunnel(remote, { socketPath, sudo: false })),
    );
    assert.equal(new Set(tunnels).size, 1);
    assert.equal(ssh.commands.length, 2);
  });

  it("must tell a socket that is missing", async () => {
    await start();
    await assert.rejects(
      openTunnel(remote, { socketPath: join(folder, "no.sock"), sudo: false }),
      SocketMissingError,
    );
  });

  it("must tell forbidden forwarding without a docker command", async () => {
    writeFileSync(join(folder, "docker"), "#!/bin/sh\nexit 127\n");
    chmodSync(join(folder, "docker"), 0o755);
    await start({ refusesForwards: true, path: folder });
    await assert.rejects(openTunnel(remote, { socketPath, sudo: false }), ForwardingProhibitedError);
  });

  it("must tell an engine that went down after it was found, and find it again", async () => {
    await start();
    const { agent } = await openTunnel(remote, { socketPath, sudo: false });
    await send(agent, "/a");
    engine.closeAllConnections();
    await new Promise((resolve) => engine.close(resolve));
    while (Object.keys(agent.freeSockets).length > 0) await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(send(agent, "/b"), SocketMissingError);
    await new Promise<void>((resolve) => engine.listen(socketPath, resolve));
    assert.equal(await send(agent, "/c"), "answer to /c");
  });

  it("must tell a socket that nobody listens on", async () => {
    await start({ path: installDocker() });
    const stale = join(folder, "stale.sock");
    const leave = `const s = require("net").createServer().listen(${JSON.stringify(stale)}, () => process.kill(process.pid, "SIGKILL"))`;
    assert.throws(() => execFileSync(process.execPath, ["-e", leave], { stdio: "ignore" }));
    await assert.rejects(openTunnel(remote, { socketPath: stale, sudo: false }), EngineDownError);
  });
});
