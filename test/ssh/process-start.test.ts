import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { ClientChannel } from "ssh2";
import { awaitStart } from "../../providers/ssh/process-start";

describe("the start of a command that is cancelled", () => {
  it("must be told all the same where it had been asked for, so that the command can be ended", async () => {
    const { stderr, cancel, start } = starting();
    cancel();
    stderr.write("moorage-1 4711\n");
    assert.equal(await start, 4711);
  });

  it("must not be awaited for long", async () => {
    const { cancel, start } = starting();
    cancel();
    await assert.rejects(start, { message: "cancelled" });
  });

  it("must not be bought with a password", async () => {
    const { stderr, written, cancel, start } = starting();
    cancel();
    stderr.write("moorage-1?");
    await assert.rejects(start, { message: "cancelled" });
    assert.deepEqual(written, []);
  });

  it("must not be reported as refused where the machine ended it", async () => {
    const { stderr, cancel, start } = starting();
    cancel();
    stderr.end();
    await assert.rejects(start, { message: "cancelled" });
  });
});

/** A command that was asked for and has not started yet. */
function starting() {
  const stderr = new PassThrough();
  const written: string[] = [];
  const controller = new AbortController();
  const channel = Object.assign(new PassThrough(), {
    stderr,
    close: () => undefined,
    write: (text: string) => written.push(text),
  });
  const start = awaitStart(channel as unknown as ClientChannel, {
    marker: "moorage-1",
    password: "s3cret",
    signal: controller.signal,
    cancelled: () => new Error("cancelled"),
    wrongPassword: () => new Error("wrong password"),
    noAnswer: () => new Error("no answer"),
    refused: () => new Error("refused"),
  });
  return { stderr, written, start, cancel: () => controller.abort() };
}
