import assert from "node:assert/strict";
import { isSameStep, parseStatusLine } from "../../../cli/display/status-line";
import { transferProgress } from "../../../providers/resources/image/transfer-progress";
import { StepCount } from "../../../providers/apply/step-count";

describe("a provider's line about the moment", () => {
  const cases: [string, ReturnType<typeof parseStatusLine>][] = [
    ["starting the engine\n", { text: "starting the engine" }],
    ["3/7 stop app", { text: "3/7 stop app", step: { number: 3, total: 7, isUndo: false } }],
    ["undoing 1/2 start app", { text: "undoing 1/2 start app", step: { number: 1, total: 2, isUndo: true } }],
    ["sent 500 kB of 2.0 MB", { text: "sent 500 kB of 2.0 MB", fraction: 0.25 }],
    ["pulled 0 bytes of 0 bytes", { text: "pulled 0 bytes of 0 bytes", fraction: 1 }],
    ["[2/5] RUN make", { text: "[2/5] RUN make" }],
    ["a\u001b[2Jb\r\nc", { text: "ab c" }],
  ];
  for (const [line, parsed] of cases) {
    it(`must be understood: ${JSON.stringify(line)}`, () => {
      assert.deepEqual(parseStatusLine(line), parsed);
    });
  }

  it("must be one of the same step where the numbers are the same", () => {
    const [first, again, next, undoing] = ["1/2 a", "1/2 b", "2/2 c", "undoing 1/2 a"].map(parseStatusLine);
    assert.ok(again && next && undoing);
    assert.deepEqual(
      [again, next, undoing].map((line) => isSameStep(first, line)),
      [true, false, false],
    );
  });

  it("must have the forms in which the provider writes amounts and steps", () => {
    const said: string[] = [];
    transferProgress((text) => said.push(`sent ${text}`))({ bytes: 1_325_000, totalBytes: 5_300_000 });
    assert.equal(parseStatusLine(said[0] ?? "").fraction?.toFixed(2), "0.25");
    const count = new StepCount(3);
    assert.deepEqual(parseStatusLine(`${count.next()}create app`).step, {
      number: 1,
      total: 3,
      isUndo: false,
    });
    assert.equal(new StepCount(1).next(), "");
  });
});
