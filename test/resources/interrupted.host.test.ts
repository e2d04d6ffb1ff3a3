import assert from "node:assert/strict";
import { exitingImage, webImage } from "../support/engine-images";
import { type Disturbance, kill } from "./interrupted/disturbances";
import { Machine } from "./interrupted/machine";
import { type Images, scenarios } from "./interrupted/scenarios";
import { tryOut } from "./interrupted/trial";
import { AT_ONCE, callsOf, seed, ways } from "./interrupted/ways";

const known = scenarios({ web: "", keeping: "", broken: "" }, { prefix: "", port: 0, subnet: 0 });

for (const suite of new Set(ways.map((way) => way.suite))) {
  describe(`a change that is interrupted, on an engine of Debian ${suite}, seed ${seed}`, function () {
    this.timeout(1_800_000);
    let machine: Machine;
    let images: Images;
    let trials = 0;

    before(async () => {
      machine = await Machine.start(suite);
      images = await load(machine);
    });
    after(() => machine?.close());

    for (const way of ways.filter((each) => each.suite === suite)) {
      for (const [index, { title, calls, from = 1 }] of known.entries()) {
        it(`must be finished by the next run wherever ${way.title}: ${title}`, async () => {
          const points = callsOf(from, calls, way.share);
          await inLanes(
            way.atOnce,
            points.map((call) => () => attempt(index, call, way.disturb)),
          );
          await nothingLeft();
        });
      }
    }

    // Where some calls only are tried out, there is nothing to be complete; one that does not come fails there as well.
    if (ways.some((way) => way.suite === suite && way.share === 1)) {
      it("must take as many calls as are tried out", async () => {
        await inLanes(
          AT_ONCE,
          known.map(({ title, calls }, index) => async () => {
            const found = await attempt(index, 0, kill);
            assert.equal(found, calls, `${title} takes ${found} calls, not ${calls}`);
          }),
        );
      });
    }

    /** Interrupts a scenario at a call, 0 = nowhere; answers how many calls it took. */
    async function attempt(index: number, at: number, disturb: Disturbance): Promise<number> {
      trials += 1;
      const lot = { prefix: `mrg-${trials}`, port: 20_000 + trials, subnet: trials % 256 };
      const scenario = scenarios(images, lot)[index];
      assert(scenario !== undefined);
      return tryOut({ machine, scenario, prefix: lot.prefix, at, disturb });
    }

    async function nothingLeft(): Promise<void> {
      const { containers, networks, volumes } = machine.engine;
      const left = [
        ...(await containers.list()).flatMap(({ Names }) => Names),
        ...(await networks.list()).map(({ Name }) => Name).filter((name) => name.startsWith("mrg-")),
        ...(await volumes.list()).map(({ Name }) => Name),
      ];
      assert.deepEqual(left, []);
    }
  });
}

async function load(machine: Machine): Promise<Images> {
  const [web, keeping, broken] = await Promise.all(
    [
      webImage(),
      webImage({ version: "2", defaults: { Volumes: { "/data": {} } } }),
      exitingImage({ defaults: { Volumes: { "/data": {} } } }),
    ].map(async (image) => machine.load(await image)),
  );
  assert(web !== undefined && keeping !== undefined && broken !== undefined);
  return { web, keeping, broken };
}

/** Runs tasks, some at a time, and fails with all that failed. */
async function inLanes(atOnce: number, tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const waiting = [...tasks];
  const failures: string[] = [];
  const lane = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      await task().catch((error: Error) => failures.push(error.message));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  assert.equal(failures.length, 0, failures.join("\n\n"));
}
