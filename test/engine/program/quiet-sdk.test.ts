import assert from "node:assert/strict";
import { quieten } from "../../../engine/program/quiet-sdk";

interface Watched extends Promise<void> {
  stack?: string | undefined;
}

/** What the SDK's own module does: it keeps where each promise comes from. */
const sdkModules = (debugPromiseLeaks: boolean) => ({
  debuggable: {
    debugPromiseLeaks,
    debuggablePromise: <T>(promise: Promise<T>): Promise<T> =>
      Object.assign(promise, { stack: new Error("made here").stack }),
  },
  log: { debug: () => Promise.reject(new Error("told")) },
});

describe("Pulumi's SDK in the engine's process", () => {
  it("must keep no stacks of its promises, and leave those of errors", async () => {
    const { debuggable, log } = sdkModules(false);
    quieten(debuggable, log);
    const { stack }: Watched = debuggable.debuggablePromise(Promise.resolve());
    assert.equal(stack, "Error: made here");
    assert.match(new Error("later").stack ?? "", /quiet-sdk\.test/);
    await log.debug();
  });

  it("must keep them for who looks for promises that leak", () => {
    const { debuggable, log } = sdkModules(true);
    quieten(debuggable, log);
    const { stack }: Watched = debuggable.debuggablePromise(Promise.resolve());
    assert.match(stack ?? "", /quiet-sdk\.test/);
  });

  it("must have the functions that are replaced", () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- parts without types
    const load = (path: string) => require(`@pulumi/pulumi/${path}`) as Record<string, unknown>;
    assert.equal(typeof load("runtime/debuggable")["debuggablePromise"], "function");
    assert.equal(typeof load("runtime/debuggable")["debugPromiseLeaks"], "boolean");
    assert.equal(typeof load("log")["debug"], "function");
  });
});
