import assert from "node:assert/strict";
import { CancelledError, UserError } from "../../providers/errors";
import { despiteBrokenConnection } from "../../providers/resources/broken-connection";
import { HostUnreachableError } from "../../providers/resources/host-errors";
import { type Context, PartialError } from "../../providers/resources/lifecycle";
import { ConnectionLostError } from "../../providers/ssh/errors";
import { bag } from "./engine-context";

const lost = new ConnectionLostError("the connection to web-1 is gone");
const left = { id: "h1/web", inputs: bag({ image: "web:1" }), state: bag({ status: "missing" }) };
const halfDone = new PartialError(
  new UserError("undoing it failed as well", { cause: new UserError("stop failed", { cause: lost }) }),
  left,
);

describe("a change whose connection breaks", () => {
  it("must be made once more, however deep the break lies among the causes", async () => {
    const { outcome, tries } = await run([halfDone, undefined]);
    assert.deepEqual([outcome, tries], ["done", 2]);
  });

  it("must not be made a third time", async () => {
    const { outcome, tries } = await run([lost, halfDone, undefined]);
    assert.deepEqual([outcome, tries], [halfDone, 2]);
  });

  it("must end with what it was broken off at when the host stays away", async () => {
    const { outcome } = await run([halfDone, new HostUnreachableError("web-1 refuses the connection")]);
    assert.equal(outcome, halfDone);
  });

  it("must keep what the first try left when the second fails before it touches anything", async () => {
    const { outcome } = await run([halfDone, new UserError("no such image")]);
    assert.ok(outcome instanceof PartialError);
    assert.equal(outcome.message, "no such image");
    assert.deepEqual([outcome.id, outcome.inputs, outcome.state], [left.id, left.inputs, left.state]);
  });

  it("must not be made again after any other failure", async () => {
    const failure = new UserError("no such image");
    assert.deepEqual(await run([failure, undefined]), { outcome: failure, tries: 1 });
  });

  it("must not be made again when it is cancelled", async () => {
    const signal = AbortSignal.abort(new CancelledError("interrupted"));
    assert.deepEqual(await run([lost, undefined], signal), { outcome: lost, tries: 1 });
  });
});

/** Tries that fail so, or succeed where undefined. */
async function run(
  failures: readonly (Error | undefined)[],
  signal = new AbortController().signal,
): Promise<{ outcome: unknown; tries: number }> {
  let tries = 0;
  const context = { signal, progress: () => undefined } as Partial<Context> as Context;
  const change = (): Promise<string> => {
    const failure = failures[tries];
    tries += 1;
    return failure === undefined ? Promise.resolve("done") : Promise.reject(failure);
  };
  const outcome = await despiteBrokenConnection(context, change).catch((error: unknown) => error);
  return { outcome, tries };
}
