import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createEngine } from "../../providers/docker/engine";
import { type Answer, type EngineServer, engineServer, refuse } from "./engine-server";
import { withTypeScript } from "../support/transpile/typescript";

describe("the engine's API", () => {
  let server: EngineServer | undefined;

  const serve = async (answer: Answer, apiVersion?: string, ping?: Promise<unknown>) => {
    server = await engineServer(answer, apiVersion, ping);
    return createEngine({ socketPath: server.socketPath }, "web-1");
  };
  const empty: Answer = (_request, response) => response.end("[]");

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const [status, message, name] of [
    [404, "No such container: app", "NotFoundError"],
    [404, "page not found", "EngineRequestError"],
    [404, "sandbox 0123 not found", "EngineRequestError"],
    [409, "Conflict. The container name is in use", "ConflictError"],
    [400, "client version 1.48 is too old. Minimum supported API version is 1.60", "ApiVersionError"],
    [403, "forbidden", "EngineRequestError"],
    [500, "No such container: app", "EngineRequestError"],
  ] as const) {
    it(`must take ${status} "${message.slice(0, 24)}" for ${name}`, async () => {
      const engine = await serve(refuse(status, message));
      await assert.rejects(engine.containers.inspect("app"), (error: Error) => {
        assert.equal(error.name, name);
        assert(error.message.includes("web-1") && error.message.includes(message), error.message);
        return true;
      });
    });
  }

  it("must take an engine that does not run for one that is down, not for an absence", async () => {
    const engine = createEngine({ socketPath: "/nowhere/docker.sock" }, "web-1");
    await assert.rejects(engine.containers.inspect("app"), { name: "EngineDownError" });
  });

  it("must take a connection that breaks for an engine that is down", async () => {
    const engine = await serve((request) => request.socket.destroy());
    await assert.rejects(engine.containers.inspect("app"), { name: "EngineDownError" });
  });

  it("must take an answer that breaks off for an engine that is down", async () => {
    const engine = await serve((request, response) => {
      response.write('{"Id":');
      request.socket.end();
    });
    await assert.rejects(engine.containers.inspect("app"), { name: "EngineDownError" });
  });

  for (const [what, answer] of [
    ["a web page", "<html>404 Not Found</html>"],
    ["nothing", ""],
  ] as const) {
    it(`must not take ${what} for an absence`, async () => {
      const engine = await serve((_request, response) => response.writeHead(404).end(answer));
      await assert.rejects(engine.containers.inspect("app"), { name: "NotAnEngineError" });
    });
  }

  it("must take 304 for a success", async () => {
    const engine = await serve((_request, response) => response.writeHead(304).end());
    await engine.containers.start("app");
  });

  for (const [offered, spoken] of [
    ["1.41", "1.41"],
    ["1.45", "1.45"],
    ["1.52", "1.48"],
  ] as const) {
    it(`must speak ${spoken} with an engine that offers ${offered}, and ask once`, async () => {
      const engine = await serve(empty, offered);
      await Promise.all([engine.containers.list(), engine.networks.list()]);
      assert.equal(await engine.apiVersion(), spoken);
      assert.deepEqual(server?.requests.filter((request) => request.includes("_ping")).length, 1);
      assert(server?.requests.some((request) => request.startsWith(`GET /v${spoken}/containers/json`)));
    });
  }

  it("must send what only reads before the engine has said its version, if that is known from before", async () => {
    let tell: (value?: unknown) => void = () => {};
    const told = new Promise((resolve) => (tell = resolve));
    const list: Answer = (_request, response) => {
      response.end("[]");
      tell();
    };
    const engine = await serve(list, "1.45", told);
    engine.expectApiVersion("1.45");
    assert.deepEqual(await engine.containers.list(), []);
    assert.deepEqual(server?.requests.map((request) => request.replace(/\?.*/, "")).sort(), [
      "GET /_ping",
      "GET /v1.45/containers/json",
    ]);
  });

  it("must send it again where the engine is another one by now, and nothing twice that changes something", async () => {
    const engine = await serve((request, response) => {
      if (request.url?.startsWith("/v1.41/") === true) response.writeHead(200).end("[]");
      else refuse(400, "client version 1.45 is too new")(request, response);
    }, "1.41");
    engine.expectApiVersion("1.45");
    const [list] = await Promise.all([engine.containers.list(), engine.containers.start("app")]);
    assert.deepEqual(list, []);
    const sent = server?.requests.map((request) => request.replace(/\?.*/, "")).sort();
    assert.deepEqual(sent, [
      "GET /_ping",
      "GET /v1.41/containers/json",
      "GET /v1.45/containers/json",
      "POST /v1.41/containers/app/start",
    ]);
  });

  it("must tell what is wrong with an engine whose version was known from before", async () => {
    const down = createEngine({ socketPath: "/nowhere/docker.sock" }, "web-1");
    down.expectApiVersion("1.45");
    await assert.rejects(down.containers.list(), { name: "EngineDownError" });
    const old = await serve(empty, "1.24");
    old.expectApiVersion("1.24");
    old.expectApiVersion("1.45");
    await assert.rejects(old.containers.list(), { name: "ApiVersionError", message: /1\.24.*1\.41/ });
  });

  it("must refuse an engine that is too old, naming what it needs", async () => {
    const engine = await serve(empty, "1.24");
    await assert.rejects(engine.containers.list(), { name: "ApiVersionError", message: /1\.24.*1\.41/ });
  });

  it("must ask again for the version after a failure", async () => {
    let isDown = true;
    const engine = await serve(empty);
    const agent = new http.Agent();
    agent.createConnection = () => connect(isDown ? "/nowhere/docker.sock" : (server?.socketPath ?? ""));
    const through = createEngine({ agent }, "web-1");
    await assert.rejects(through.containers.list(), { name: "EngineDownError" });
    isDown = false;
    assert.deepEqual(await through.containers.list(), []);
    engine.close();
  });

  it("must end a request when it is cancelled", async () => {
    const cancel = new AbortController();
    const engine = await serve(() => cancel.abort());
    await assert.rejects(engine.containers.inspect("app", cancel.signal), { name: "CancelledError" });
  });

  describe("that hangs", () => {
    const soon = { lookSeconds: 0.05, actSeconds: 0.05 };
    const hang = async (answer: Answer = () => undefined) => {
      server = await engineServer(answer);
      return createEngine({ socketPath: server.socketPath }, "web-1", soon);
    };

    it("must be given up, with the host, what was asked and what to do", async () => {
      const engine = await hang();
      const message = /on web-1 was asked to start container app, .* 0\.05 s\..* runc.* run again/;
      await assert.rejects(engine.containers.start("app"), { name: "NoAnswerError", message });
      await assert.rejects(engine.containers.inspect("app"), { name: "NoAnswerError" });
      await assert.rejects(engine.containers.stat("app", "/etc"), { name: "NoAnswerError" });
    });

    it("must be given up in the middle of an answer", async () => {
      const engine = await hang((_request, response) => response.write('{"Id":'));
      await assert.rejects(engine.containers.inspect("app"), { name: "NoAnswerError" });
    });

    it("must still be cancelled as such", async () => {
      const cancel = new AbortController();
      const engine = await hang(() => cancel.abort());
      await assert.rejects(engine.containers.inspect("app", cancel.signal), { name: "CancelledError" });
    });

    it("must have as much longer to stop a container as that one has to end", async () => {
      let end: () => void = () => undefined;
      const engine = await hang((request, response) => {
        if (request.url?.endsWith("/stop") === true) end = () => response.writeHead(204).end();
        else {
          response.end(JSON.stringify({ Config: { StopTimeout: 60 } }));
          end();
        }
      });
      await engine.containers.stop("app");
      assert.deepEqual(server?.requests.slice(1), [
        "POST /v1.41/containers/app/stop",
        "GET /v1.41/containers/app/json",
      ]);
    });

    it("must be given up where it does not stop a container in the time that this one has", async () => {
      const engine = await hang((request, response) => {
        if (request.url?.endsWith("/json") === true) response.end(JSON.stringify({ Config: {} }));
      });
      await assert.rejects(engine.containers.stop("app"), { name: "NoAnswerError" });
    });

    it("must be waited for where what is waited for takes any time", async () => {
      const engine = await hang();
      const cancel = new AbortController();
      const waiting = engine.containers.wait("app", cancel.signal);
      await assert.rejects(engine.containers.inspect("app"), { name: "NoAnswerError" });
      cancel.abort();
      await assert.rejects(waiting, { name: "CancelledError" });
    });
  });

  it("must escape names and ask with filters as the engine wants them", async () => {
    const engine = await serve(empty);
    await engine.containers.list({ filters: { label: ["a=b c"] } });
    await engine.containers.inspect("a/../b?c").catch(() => undefined);
    const [, list, inspect] = server?.requests ?? [];
    const url = new URL(`http://engine${list?.replace("GET ", "") ?? ""}`);
    assert.deepEqual(JSON.parse(url.searchParams.get("filters") ?? ""), { label: ["a=b c"] });
    assert.equal(inspect, "GET /v1.41/containers/a%2F..%2Fb%3Fc/json");
  });

  it("must read a log with and without the engine's frames", async () => {
    const frame = (stream: number, text: string) => {
      const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(Buffer.byteLength(text), 4);
      return Buffer.concat([header, Buffer.from(text)]);
    };
    let log = Buffer.concat([frame(1, "out\n"), frame(2, "err\n")]);
    const engine = await serve((_request, response) => Readable.from([log]).pipe(response));
    assert.deepEqual(await engine.containers.lastLogLines("app", 9), ["out", "err"]);
    log = Buffer.from("with a terminal\r\n");
    assert.deepEqual(await engine.containers.lastLogLines("app", 9), ["with a terminal"]);
  });

  it("must neither follow nor print what the environment says of Docker and of debugging", async () => {
    await serve((_request, response) => response.end("{}"));
    const script = `
      const { createEngine } = require("./providers/docker/engine");
      const engine = createEngine({ socketPath: process.argv[1] }, "web-1");
      const auth = { username: "u", password: "s3cr3t-canary" };
      (async () => {
        await engine.containers.create("app", { Env: ["TOKEN=s3cr3t-canary"], HostConfig: {} });
        await engine.images.pull("app:1", { auth }).catch((error) => console.log(error.message));
      })();`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [...withTypeScript, "-e", script, server?.socketPath ?? ""],
      {
        env: {
          ...process.env,
          DOCKER_HOST: "tcp://not a host:99999",
          DOCKER_CERT_PATH: "/nowhere",
          DOCKER_TLS_VERIFY: "1",
          DOCKER_CONTEXT: "nowhere",
          DEBUG: "*",
        },
      },
    );
    const asked = server?.requests.map((request) => request.replace(/\?.*/, ""));
    assert.deepEqual(asked, ["GET /_ping", "POST /v1.41/containers/create", "POST /v1.41/images/create"]);
    const canaries = ["s3cr3t-canary", Buffer.from("s3cr3t-canary").toString("base64").slice(0, 12)];
    for (const canary of canaries) assert(!`${stdout}${stderr}`.includes(canary));
  });
});
