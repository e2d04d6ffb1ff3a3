import assert from "node:assert/strict";

import { Asset, Secret, signatureKey, signatures, Unknown } from "../../../engine/values";
import { TestStack } from "./test-stack";

describe("the events of an operation", () => {
  it("must be one stream, numbered, from the prelude over steps to the summary and the end", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) => p.thing("a", { size: 1 }), { config: { "test:key": "[secret]" } });
    const kinds = run.events.map((event) => Object.keys(event).find((key) => key.endsWith("Event")));
    assert.deepEqual(kinds, [
      "preludeEvent",
      "resourcePreEvent",
      "resOutputsEvent",
      "resourcePreEvent",
      "resOutputsEvent",
      "summaryEvent",
      "cancelEvent",
    ]);
    assert.deepEqual(
      run.events.map(({ sequence }) => sequence),
      run.events.map((_, index) => index),
    );
    assert.deepEqual(run.events[0]?.preludeEvent, { config: { "test:key": "[secret]" } });
    const summary = run.events.at(-2)?.summaryEvent;
    assert.deepEqual(summary?.resourceChanges, { create: 1 });
    assert.equal(summary.isPreview, false);
  });

  it("must show old and new values, with secrets masked and files by their hash", async () => {
    const stack = new TestStack();
    const inputs = (n: number) => ({
      size: n,
      key: new Secret(`hush ${String(n)}`),
      file: new Asset({ text: "long", hash: "h" }),
    });
    await stack.up((p) => p.thing("a", inputs(1)));
    const run = await stack.up((p) => p.thing("a", inputs(2)));
    const { metadata } =
      run.events.find(({ resOutputsEvent: event }) => event?.metadata.op === "update")?.resOutputsEvent ?? {};
    const masked = { [signatureKey]: signatures.secret, value: "[secret]" };
    const file = { [signatureKey]: signatures.asset, hash: "h" };
    assert.deepEqual(metadata?.old?.inputs, { size: 1, key: masked, file });
    assert.deepEqual(metadata.new?.outputs, { size: 2, key: masked, file, made: "a-1" });
    assert.deepEqual(metadata.diffs, ["key", "size"]);
    assert.equal(metadata.logical, true);
    assert.equal(JSON.stringify(run.events).includes("hush"), false);
  });

  it("must mark a preview, show what is not known, and keep the engine's own steps apart", async () => {
    const stack = new TestStack();
    const run = await stack.preview((p) => p.thing("a", { size: new Unknown() }));
    const steps = run.events.flatMap(({ resourcePreEvent }) => resourcePreEvent ?? []);
    assert.deepEqual(
      steps.map(({ planning, internal }) => [planning, internal]),
      [
        [true, true],
        [true, undefined],
      ],
    );
    assert.deepEqual(steps[1]?.metadata.new?.inputs, { size: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    assert.deepEqual(run.changes, { create: 1 });
  });

  it("must carry the program's and the providers' lines on their resource", async () => {
    const stack = new TestStack();
    const run = await stack.up(async (p) => {
      const a = await p.thing("a");
      p.deployment.log({ severity: "info", message: "pulling", urn: a.urn, streamID: 3, ephemeral: true });
    });
    const line = run.events.find(({ diagnosticEvent }) => diagnosticEvent)?.diagnosticEvent;
    assert.deepEqual(line, {
      urn: stack.urn("a"),
      prefix: "",
      message: "pulling\n",
      color: "never",
      severity: "info",
      streamID: 3,
      ephemeral: true,
    });
  });
});
