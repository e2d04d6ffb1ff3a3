import assert from "node:assert/strict";
import { createEngine } from "../../providers/docker/engine";
import { answersOf } from "../../providers/resources/host/machine";
import type { Context, HostConnection } from "../../providers/resources/lifecycle";
import { type Answer, engineServer, refuse } from "../docker/engine-server";

const limits = { lookSeconds: 0.05, actSeconds: 0.05 };

describe("whether a machine's engine answers", () => {
  for (const [what, answer, expected] of [
    ["one that answers", (_request, response) => response.end("OK"), true],
    ["one that takes requests and is not up yet", () => undefined, false],
    ["one that breaks off", (request) => request.socket.destroy(), false],
  ] as const satisfies readonly (readonly [string, Answer, boolean])[]) {
    it(`must be told of ${what}`, async () => {
      assert.equal(await asked(answer), expected);
    });
  }

  it("must not be told where it refuses", async () => {
    await assert.rejects(asked(refuse(403, "not you")), { name: "EngineRequestError" });
  });

  async function asked(answer: Answer): Promise<boolean> {
    const server = await engineServer(answer);
    const engine = createEngine({ socketPath: server.socketPath }, "web-1", limits);
    const host = { openEngine: () => Promise.resolve({ engine }) } as unknown as HostConnection;
    try {
      return await answersOf({ signal: new AbortController().signal } as Context, host)();
    } finally {
      engine.close();
      await server.close();
    }
  }
});
