import assert from "node:assert/strict";
import { creationPoints, startFirstPoints, stopFirstPoints } from "./kill-points";
import { KilledStack } from "./killed-stack";

/** As when the machine that runs the CLI loses its power. */
const both = { cli: true, plugin: true };
/** The plugin lives on, and finds out. */
const cli = { cli: true, plugin: false };

/** The plugin's last acts blur the points in between. */
const stopFirst = ["when the old one has stopped", "between the two renames"] as const;
const startFirst = "when the new one has started and is not healthy yet";

/** Each run goes on where the one before was killed. */
describe("A run whose CLI is killed", function () {
  this.timeout(120_000);
  let killed: KilledStack;

  before(async () => {
    killed = await KilledStack.create();
  });
  after(() => killed?.discard());

  for (const [name, point] of Object.entries(creationPoints)) {
    it(`must leave no process, killed with the plugin ${name}`, () => killed.killUp(both, point));
  }

  it("must be finished by the next one, with nothing made twice", async () => {
    const { diagnostics } = (await killed.stack.up()).succeeded();
    assert.match(diagnostics.join(), /pending operations from previous deployment/);
    await killed.assertConverged();
    await killed.assertDelivered();
    await killed.keepData();
  });

  it("must be forgotten after a refresh that clears its pending creates", async () => {
    const flags = ["--clear-pending-creates"];
    (await killed.stack.refresh(...flags)).succeeded();
    const run = (await killed.stack.up()).succeeded();
    assert.deepEqual([run.changes, run.diagnostics], [[], []]);
  });

  for (const name of stopFirst) {
    it(`must be finished by the next one: stop-first swap, killed ${name}`, async () => {
      await killed.change(true);
      await killed.killUp(cli, stopFirstPoints[name]);
      (await killed.stack.up()).succeeded();
      await killed.assertConverged();
    });
  }

  it("must have lost nothing of the volume's content", () => killed.assertDataKept());

  it(`must be finished by the next one: start-first swap, killed ${startFirst}`, async () => {
    await killed.change(false);
    await killed.killUp(cli, startFirstPoints[startFirst]);
    (await killed.stack.up()).succeeded();
    await killed.assertConverged();
  });

  it("must leave nothing to change and nothing but the one of each", async () => {
    const run = (await killed.stack.up()).succeeded();
    assert.deepEqual([run.changes, run.diagnostics], [[], []]);
    await killed.assertDelivered();
  });
});
