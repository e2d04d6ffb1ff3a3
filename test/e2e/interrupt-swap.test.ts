import assert from "node:assert/strict";
import { startFirstPoints, stopFirstPoints } from "./kill-points";
import { KilledStack } from "./killed-stack";

const stopFirst = [
  "when the old one has stopped",
  "when the new one has started and is not healthy yet",
  "between the two renames",
] as const;
const startFirst = [
  "when the new one has started and is not healthy yet",
  "between the two renames",
] as const;

const swaps = [
  ...stopFirst.map((name) => ({
    title: `stop-first, ${name}`,
    hasFixedPort: true,
    point: stopFirstPoints[name],
  })),
  ...startFirst.map((name) => ({
    title: `start-first, ${name}`,
    hasFixedPort: false,
    point: startFirstPoints[name],
  })),
];

describe("A swap that is interrupted with Ctrl-C", function () {
  this.timeout(120_000);
  let stack: KilledStack;

  before(async () => {
    stack = await KilledStack.create();
    (await stack.stack.up()).succeeded();
  });
  after(() => stack?.discard());

  for (const { title, hasFixedPort, point } of swaps) {
    it(`must end with a container that serves, and be finished by the next run: ${title}`, async () => {
      await stack.change(hasFixedPort);
      const run = await stack.disturbUp(point, (up) => up.interrupt());
      assert.notEqual(run.code, 0);
      await stack.assertServed();
      (await stack.stack.up()).succeeded();
      await stack.assertConverged();
    });
  }

  it("must leave nothing to change and nothing but the one of each", async () => {
    assert.deepEqual((await stack.stack.up()).succeeded().changes, []);
    await stack.assertDelivered();
  });
});
