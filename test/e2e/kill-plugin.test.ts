import assert from "node:assert/strict";
import { creationPoints, startFirstPoints, stopFirstPoints } from "./kill-points";
import { KilledStack } from "./killed-stack";

const victims = { cli: false, plugin: true };

/** Each run goes on where the one before was killed. */
describe("A run whose plugin is killed", function () {
  this.timeout(120_000);
  let killed: KilledStack;

  before(async () => {
    killed = await KilledStack.create();
  });
  after(() => killed?.discard());

  for (const [name, point] of Object.entries(creationPoints)) {
    it(`must end with an error ${name}`, () => killed.killUp(victims, point));
  }

  it("must be finished by the next one, with nothing made twice", async () => {
    (await killed.stack.up()).succeeded();
    await killed.assertConverged();
    assert.deepEqual((await killed.stack.up()).succeeded().changes, []);
    await killed.assertDelivered();
    await killed.keepData();
  });

  for (const [name, point] of Object.entries(stopFirstPoints)) {
    it(`must be finished by the next one: stop-first swap, killed ${name}`, async () => {
      await killed.change(true);
      await killed.killUp(victims, point);
      (await killed.stack.up()).succeeded();
      await killed.assertConverged();
    });
  }

  it("must have lost nothing of the volume's content", () => killed.assertDataKept());

  for (const [name, point] of Object.entries(startFirstPoints)) {
    it(`must be finished by the next one: start-first swap, killed ${name}`, async () => {
      await killed.change(false);
      await killed.killUp(victims, point);
      (await killed.stack.up()).succeeded();
      await killed.assertConverged();
    });
  }

  it("must leave nothing to change and nothing but the one of each", async () => {
    assert.deepEqual((await killed.stack.up()).succeeded().changes, []);
    await killed.assertDelivered();
  });
});
