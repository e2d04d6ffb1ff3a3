import assert from "node:assert/strict";
import { quieten } from "../../../engine/program/quiet-sdk";
import type { SdkStore, Watched } from "../../../engine/program/seam";

/** The SDK's modules, with promises that are seen to be watched by themselves. */
const sdk = (debugPromiseLeaks: boolean) => {
  const leakCandidates = new Set<Watched>();
  const debuggable: Parameters<typeof quieten>[0] = {
    debugPromiseLeaks,
    debuggablePromise: () => Promise.reject(new Error("the SDK's own")),
  };
  const log = { debug: () => Promise.reject(new Error("told")) };
  quieten(debuggable, log, () => ({ leakCandidates }) as SdkStore);
  return { debuggable, log, waiting: () => [...leakCandidates].map(({ _debugCtx }) => _debugCtx) };
};

describe("Pulumi's SDK in the engine's process", () => {
  it("must tell the engine nothing that is only for who debugs it", async () => {
    for (const debugs of [false, true]) await sdk(debugs).log.debug();
  });

  it("must know its promises until they settle", async () => {
    const { debuggable, waiting } = sdk(false);
    const { promise, resolve } = withResolvers();
    const watched = debuggable.debuggablePromise(promise, "resolveURN(web)");
    const failing = debuggable.debuggablePromise(Promise.reject(new Error("on purpose")), "resolveID(web)");
    assert.deepEqual(waiting(), ["resolveURN(web)", "resolveID(web)"]);
    await assert.rejects(failing, /on purpose/);
    assert.deepEqual(waiting(), ["resolveURN(web)"]);
    resolve("urn");
    assert.equal(await watched, "urn");
    assert.deepEqual(waiting(), []);
  });

  it("must know one promise of a property, with which its others settle", () => {
    const { debuggable, waiting } = sdk(false);
    const names = ["transferProperty", "transferIsStable", "transferIsSecret", "transferDeps"];
    const promises = names.map(() => new Promise(() => {}));
    const watched = promises.map((promise, index) =>
      debuggable.debuggablePromise(promise, `${names[index]}(urn, name, undefined)`),
    );
    assert.deepEqual(waiting(), ["transferProperty(urn, name, undefined)"]);
    assert.deepEqual(watched.slice(1), promises.slice(1));
  });

  it("must watch them itself for who looks for promises that leak", async () => {
    await assert.rejects(sdk(true).debuggable.debuggablePromise(Promise.resolve()), /the SDK's own/);
  });

  it("must have the functions that are replaced", () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- parts without types
    const load = (path: string) => require(`@pulumi/pulumi/${path}`) as Record<string, unknown>;
    assert.equal(typeof load("runtime/debuggable")["debuggablePromise"], "function");
    assert.equal(typeof load("runtime/debuggable")["debugPromiseLeaks"], "boolean");
    assert.equal(typeof load("log")["debug"], "function");
  });
});

function withResolvers() {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
