import assert from "node:assert/strict";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { InProcessPlugin } from "../../../engine/plugins/in-process";
import { StackBed, thingsProgram } from "../../support/engine/stack-bed";
import { thingProvider } from "../../support/engine/thing-provider";

const names = Array.from({ length: 40 }, (_, index) => `thing${index}`);

/** Reads nothing before so many are to be read, and then all. */
function patientProvider(count: number): { plugin: InProcessPlugin; peak: () => number } {
  const waiting: (() => void)[] = [];
  let peak = 0;
  const plugin: InProcessPlugin = async (engine) => {
    const { handlers, close } = await thingProvider()(engine);
    const read: IResourceProviderServer["read"] = (call, callback) => {
      waiting.push(() => handlers.read(call, callback));
      peak = Math.max(peak, waiting.length);
      if (waiting.length >= count) for (const answer of waiting.splice(0)) answer();
    };
    return { handlers: { ...handlers, read }, close };
  };
  return { plugin, peak: () => peak };
}

describe("the resources that are read before an operation", function () {
  this.timeout(60_000);
  let bed: StackBed;

  before(async () => {
    bed = await StackBed.create(thingsProgram(...names));
    await bed.run("update");
  });
  after(() => bed.remove());

  it("must be read all at once, more than are changed at once", async () => {
    const { plugin } = patientProvider(names.length);
    const { outcome } = await bed.run("refresh", { providers: { test: plugin } });
    assert.equal(outcome, "succeeded");
  });

  it("must be no more at once than the user says", async () => {
    const { plugin, peak } = patientProvider(2);
    const { outcome } = await bed.run("refresh", { parallel: 2, providers: { test: plugin } });
    assert.equal(outcome, "succeeded");
    assert.equal(peak(), 2);
  });
});
