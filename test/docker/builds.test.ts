import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { BuildRequest } from "../../providers/docker/builds";
import { createEngine } from "../../providers/docker/engine";
import { EngineDownError, EngineRequestError } from "../../providers/docker/errors";
import { CancelledError, UserError } from "../../providers/errors";
import { type Answer, engineServer, refuse } from "./engine-server";

const REQUEST: BuildRequest = { builder: "buildkit", tag: "app:1", dockerfile: "Dockerfile" };

describe("A build that breaks off", () => {
  /** Builds with an engine that answers so; `during` is called once it has said its first word. */
  async function failureOf(
    answer: Answer,
    during: (context: PassThrough) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const server = await engineServer(answer);
    const engine = createEngine({ socketPath: server.socketPath }, "web-1");
    const context = new PassThrough();
    context.write("a part of the context");
    try {
      for await (const entry of engine.builds.run(context, REQUEST, signal)) {
        assert.deepEqual(entry, { stream: "begun" });
        during(context);
      }
      assert.fail("it must fail");
    } catch (error) {
      assert.ok(context.destroyed);
      return error;
    } finally {
      engine.close();
      await server.close();
    }
  }

  const begin: Answer = (_request, response) => void response.writeHead(200).write('{"stream":"begun"}\n');

  it("for the context's sake must fail with what the context says, though the engine has answered", async () => {
    const changed = new UserError("page was changed while the build context was read");
    assert.equal(await failureOf(begin, (context) => context.destroy(changed)), changed);
  });

  it("when it is cancelled must say so", async () => {
    const cancel = new AbortController();
    const error = await failureOf(begin, () => cancel.abort(), cancel.signal);
    assert.ok(error instanceof CancelledError);
  });

  it("with the engine must say that it does not answer", async () => {
    const vanish: Answer = (request, response) => {
      begin(request, response);
      request.once("data", () => setImmediate(() => request.socket.destroy()));
    };
    assert.ok((await failureOf(vanish)) instanceof EngineDownError);
  });

  it("because the engine refuses it must say why", async () => {
    const error = await failureOf(refuse(400, "invalid platform"));
    assert.ok(error instanceof EngineRequestError);
    assert.equal(error.reason, "invalid platform");
  });
});
