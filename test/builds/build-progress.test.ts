import assert from "node:assert/strict";
import { BinaryWriter } from "google-protobuf";
import { BuildError } from "../../providers/builds/build-error";
import { BuildProgress } from "../../providers/builds/build-progress";
import type { BuildEntry } from "../../providers/docker/builds";
import { redactor } from "../../providers/redact";

interface Step {
  readonly digest: string;
  readonly name: string;
  readonly started?: boolean;
  readonly error?: string;
}

/** What BuildKit sends, in its own encoding. */
function trace(
  steps: readonly Step[],
  outputs: readonly (readonly [step: string, text: string])[] = [],
): BuildEntry {
  const writer = new BinaryWriter();
  for (const { digest, name, started, error } of steps) {
    const step = new BinaryWriter();
    step.writeString(1, digest);
    step.writeString(2, "sha256:input");
    step.writeString(3, name);
    step.writeBool(4, false);
    if (started !== false) step.writeBytes(5, Buffer.from([8, 1]));
    if (error !== undefined) step.writeString(7, error);
    step.writeBytes(8, Buffer.from([8, 1]));
    writer.writeBytes(1, step.getResultBuffer());
  }
  for (const [digest, text] of outputs) {
    const output = new BinaryWriter();
    output.writeString(1, digest);
    output.writeInt64(3, 1);
    output.writeBytes(4, Buffer.from(text));
    writer.writeBytes(3, output.getResultBuffer());
  }
  writer.writeBytes(4, Buffer.from([8, 1]));
  return { id: "moby.buildkit.trace", aux: Buffer.from(writer.getResultBuffer()).toString("base64") };
}

const streams = (...texts: readonly string[]): BuildEntry[] => texts.map((stream) => ({ stream }));

describe("The progress of a build", () => {
  const follow = (builder: "buildkit" | "classic", entries: readonly BuildEntry[]): BuildProgress => {
    const progress = new BuildProgress({ builder, labels: { a: "1", b: "2" } });
    for (const entry of entries) progress.add(entry);
    return progress;
  };
  const noSecrets = redactor([]);

  describe("by the classic builder", () => {
    const begun = streams(
      "Step 1/5 : FROM scratch",
      "\n",
      " ---> \n",
      "Step 2/5 : RUN make\n",
      " ---> Running in 12\n",
      "one\ntw",
      "o\n",
    );

    it("must be its step and the last line, not counting the steps that our labels make", () => {
      assert.equal(follow("classic", begun).line(), "step 2 of 3, RUN make: two");
      assert.equal(follow("classic", begun.slice(0, 3)).line(), "step 1 of 3, FROM scratch");
    });

    it("must end with the image's id, or with the step that failed", () => {
      assert.equal(follow("classic", [...begun, { aux: { ID: "sha256:1" } }]).imageId, "sha256:1");
      const { failure } = follow("classic", [...begun, { error: "x", errorDetail: { message: "code: 2" } }]);
      assert.deepEqual(failure, {
        reason: "code: 2",
        step: { position: "2 of 3", instruction: "RUN make", lines: ["one", "two"] },
      });
    });
  });

  describe("by BuildKit", () => {
    it("must be the step that said something last", () => {
      const steps = [
        { digest: "a", name: "[internal] load build definition" },
        { digest: "b", name: "[build 2/4] RUN make" },
        { digest: "c", name: "[3/4] COPY a b", started: false },
      ];
      assert.equal(follow("buildkit", [trace(steps)]).line(), "step 2 of 4 of build, RUN make");
      const more = follow("buildkit", [
        trace(steps),
        trace(
          [],
          [
            ["b", "half a "],
            ["b", "line\nnext"],
          ],
        ),
      ]);
      assert.equal(more.line(), "step 2 of 4 of build, RUN make: next");
    });

    it("must fail with the step that is the cause, not with those that were cancelled for it", () => {
      const entries = [
        trace([{ digest: "a", name: "[a 1/2] RUN sleep", error: "context canceled" }]),
        trace([{ digest: "b", name: "[b 1/2] RUN false", error: "exit code: 1" }], [["b", "no\n"]]),
        { errorDetail: { message: "process did not complete: exit code: 1" } },
      ];
      const { failure } = follow("buildkit", entries);
      assert.ok(failure !== undefined);
      assert.deepEqual(failure.step, { position: "1 of 2 of b", instruction: "RUN false", lines: ["no"] });
      assert.equal(
        new BuildError("web-1", failure, noSecrets).message,
        "The build failed on web-1 at step 1 of 2 of b, RUN false: process did not complete: exit code: 1.\nIts last lines:\n  no",
      );
    });
  });

  it("must keep few and short lines, without colours and what was written over", () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
    const { failure } = follow("classic", [
      ...streams("Step 1/3 : RUN x", ...lines, "\u001b[91mred\u001b[0m\n", "10%\r20%\n", "y".repeat(5000)),
      { error: "no space left on device" },
    ]);
    const kept = failure?.step?.lines ?? [];
    assert.equal(kept.length, 20);
    assert.deepEqual(kept.slice(-3, -1), ["red", "20%"]);
    assert.equal(kept.at(-1)?.length, 300);
  });

  it("must tell no secret, wherever a build said it", () => {
    const step = { position: "1 of 1", instruction: "RUN echo hunter22", lines: ["it is hunter22"] };
    const error = new BuildError("web-1", { reason: "hunter22 failed", step }, redactor(["hunter22"]));
    assert.ok(!JSON.stringify([error, error.message]).includes("hunter22"));
  });
});
