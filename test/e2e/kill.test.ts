import assert from "node:assert/strict";
import fc from "fast-check";
import { creationPoints, networkRemoved, startFirstPoints, stopFirstPoints } from "./kill-points";
import { KilledStack, type Point, type Victims } from "./killed-stack";

const plugin = { cli: false, plugin: true };
/** As when the machine that runs the CLI loses its power. */
const both = { cli: true, plugin: true };
/** The plugin lives on, and finds out. Its last acts blur the points in between: no other is met for sure. */
const cli = { cli: true, plugin: false };
const sure = ["when the old one has stopped", "between the two renames"];

/** Whether every point is tried with every victim, rather than with one that the seed picks: `npm run test:kill`. */
const isWhole = process.env["MOORAGE_KILL"] === "all";
const seed = Number(process.env["MOORAGE_SEED"] ?? (isWhole ? Date.now() % 1_000_000 : 1));

interface Kill {
  readonly title: string;
  readonly victims: Victims;
  readonly point: Point;
}

/** Each run goes on where the one before was killed. */
describe(`A run that is killed, seed ${seed}`, function () {
  this.timeout(180_000);
  let killed: KilledStack;

  before(async () => {
    killed = await KilledStack.create();
  });
  after(() => killed?.discard());

  // The last one dies with its CLI in any case, and leaves an operation pending.
  const last = Object.keys(creationPoints).at(-1);
  const first = kills(creationPoints, (name) => (name === last ? [both] : [plugin, both]), seed);
  for (const { title, victims, point } of first) {
    it(`must end with an error, and leave no process: ${title}`, async () => {
      await killed.stopContainer();
      await killed.killUp(victims, point);
    });
  }

  it("must be finished by the next one, with nothing made twice", async () => {
    const { diagnostics } = (await killed.stack.up()).succeeded();
    assert.match(diagnostics.join(), /pending operations from previous deployment/);
    await killed.assertConverged();
    await killed.assertDelivered();
    await killed.keepData();
  });

  it("must be forgotten after a refresh that clears its pending creates", async () => {
    (await killed.stack.refresh("--clear-pending-creates")).succeeded();
    const run = (await killed.stack.up()).succeeded();
    assert.deepEqual([run.changes, run.diagnostics], [[], []]);
  });

  const swapped = (name: string): readonly Victims[] =>
    sure.includes(name) ? [plugin, both, cli] : [plugin, both];
  for (const { title, victims, point } of kills(stopFirstPoints, swapped, seed + 1)) {
    it(`must be finished by the next one: stop-first swap, ${title}`, async () => {
      await killed.change(true);
      await killed.killUp(victims, point);
      await killed.upAgain();
      await killed.assertConverged();
    });
  }

  it("must have lost nothing of the volume's content", () => killed.assertDataKept());

  for (const { title, victims, point } of kills(startFirstPoints, () => [plugin, both], seed + 2)) {
    it(`must be finished by the next one: start-first swap, ${title}`, async () => {
      await killed.change(false);
      await killed.killUp(victims, point);
      await killed.upAgain();
      await killed.assertConverged();
    });
  }

  it("must be finished by the next one: a network made anew, killed with the plugin while its container is off", async () => {
    await killed.changeNetwork();
    await killed.killUp(both, networkRemoved);
    await killed.upAgain();
    await killed.assertConverged();
    await killed.assertNetworkChanged();
  });

  it("must leave nothing to change and nothing but the one of each", async () => {
    const run = (await killed.stack.up()).succeeded();
    assert.deepEqual([run.changes, run.diagnostics], [[], []]);
    await killed.assertDelivered();
  });
});

/** Points in their order, each with the victims that the seed picks, or with all one after the other where it can be had again. */
function kills(
  points: Readonly<Record<string, Point>>,
  victimsAt: (name: string) => readonly Victims[],
  from: number,
): readonly Kill[] {
  return Object.entries(points).flatMap(([name, point], index) => {
    const all = victimsAt(name);
    const isRepeatable = isWhole && points !== creationPoints;
    const chosen = isRepeatable
      ? all
      : fc.sample(fc.constantFrom(...all), { seed: from * 100 + index, numRuns: 1 });
    return chosen.map((victims) => ({ title: `${describeVictims(victims)} ${name}`, victims, point }));
  });
}

function describeVictims(victims: Victims): string {
  if (!victims.plugin) return "killed without the plugin";
  return victims.cli ? "killed with the plugin" : "its plugin killed";
}
