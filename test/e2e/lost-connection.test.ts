import assert from "node:assert/strict";
import { sent, stopFirstPoints } from "./kill-points";
import { KilledStack } from "./killed-stack";
import type { RunningCommand } from "../support/pulumi/running-command";

const MUCH = 300_000;

const points = [
  "when the old one has stopped",
  "when the new one has started and is not healthy yet",
  "between the two renames",
] as const;

describe("A connection that breaks", function () {
  this.timeout(120_000);
  let stack: KilledStack;

  before(async () => {
    stack = await KilledStack.create();
  });
  after(() => stack?.discard());

  it("must be the error of a transfer when it breaks again and again", async () => {
    const cutTwiceMore = async (up: RunningCommand): Promise<void> => {
      for (let more = 0; more < 2; more += 1) {
        stack.link.cut();
        await up.reaches(sent(MUCH)(stack, up));
      }
      stack.link.cut();
    };
    const run = await stack.disturbUp(sent(MUCH), cutTwiceMore);
    assert.notEqual(run.code, 0);
    assert.match(run.errors.join("\n"), /the connection to host \(.*\) is gone/);
  });

  it("must be made anew by a transfer that breaks once", async () => {
    (await stack.disturbUp(sent(MUCH), () => stack.link.cut())).succeeded();
    await stack.assertConverged();
    assert.deepEqual((await stack.stack.up()).succeeded().changes, []);
  });

  for (const name of points) {
    it(`must be made anew by a swap, which goes on from there: lost ${name}`, async () => {
      await stack.change(true);
      (await stack.disturbUp(stopFirstPoints[name], () => stack.link.cut())).succeeded();
      await stack.assertConverged();
    });
  }

  it("must leave nothing to change and nothing but the one of each", async () => {
    assert.deepEqual((await stack.stack.up()).succeeded().changes, []);
    await stack.assertDelivered();
  });
});
