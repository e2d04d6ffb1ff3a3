import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Container,
  type ContainerArgs,
  Host,
  rollout,
  type RolloutArgs,
  type RolloutOptions,
} from "../../sdk";
import { registeredBy } from "./registered";

/** What each of so many containers is given, by its name. */
async function given(count: number, args: RolloutArgs): Promise<Map<string, RolloutOptions>> {
  const seen = new Map<string, RolloutOptions>();
  await registeredBy(() => {
    const host = new Host("h", { local: true });
    const names = Array.from({ length: count }, (_, index) => `c${index}`);
    const made = rollout(names, args, (name, options, index) => {
      assert.equal(name, `c${index}`);
      seen.set(name, options);
      return new Container(name, { host, image: "i" });
    });
    assert.deepEqual(made.map(pulumi.resourceName), names);
  });
  return seen;
}

/** The names that each one waits for. */
async function waits(count: number, args: RolloutArgs): Promise<string[]> {
  return [...(await given(count, args)).values()].map(({ dependsOn }) =>
    (dependsOn as pulumi.Resource[]).map((each) => pulumi.resourceName(each)).join(),
  );
}

describe("rollout", () => {
  it("must let each wait for the one before, unless said otherwise", async () => {
    assert.deepEqual(await waits(3, {}), ["", "c0", "c1"]);
  });

  it("must let those of a batch wait for all of the batch before", async () => {
    assert.deepEqual(await waits(5, { batch: 2 }), ["", "", "c0,c1", "c0,c1", "c2,c3"]);
  });

  for (const [share, count, size] of [
    ["50%", 4, 2],
    ["50%", 5, 2],
    ["10%", 5, 1],
    ["100%", 3, 3],
  ] as const) {
    it(`must change ${size} of ${count} at a time with ${share}`, async () => {
      const first = (await waits(count, { batch: share })).filter((names) => names === "");
      assert.equal(first.length, size);
    });
  }

  it("must make nothing of no places", async () => {
    assert.deepEqual(await waits(0, { batch: "50%" }), []);
  });

  /** What a container is made with whose own arguments are these. */
  async function monitorSeconds(args: RolloutArgs, own: Partial<ContainerArgs>): Promise<unknown> {
    const registered = await registeredBy(() => {
      const host = new Host("h", { local: true });
      rollout(["a"], args, (name, options) => new Container(name, { host, image: "i", ...own }, options));
    });
    return registered.find(({ name }) => name === "a")?.inputs["monitorSeconds"];
  }

  it("must have the containers watched as long as it pauses, unless they say how long themselves", async () => {
    assert.equal(await monitorSeconds({ pauseSeconds: 30 }, {}), 30);
    assert.equal(await monitorSeconds({ pauseSeconds: 30 }, { monitorSeconds: 5 }), 5);
    assert.equal(await monitorSeconds({}, {}), undefined);
  });

  it("must leave other resources as they are", async () => {
    const registered = await registeredBy(() => {
      rollout(["a"], { pauseSeconds: 30 }, (name, options) => new Host(name, { local: true }, options));
    });
    assert.deepEqual(
      registered.map(({ inputs }) => inputs),
      [{ local: true }],
    );
  });

  for (const [what, args, message] of [
    ["a batch of none", { batch: 0 }, /rollout\.batch must be .* not 0/],
    ["half a host", { batch: 1.5 }, /rollout\.batch must be .* not 1\.5/],
    ["no share at all", { batch: "0%" }, /rollout\.batch must be .* not "0%"/],
    ["more than all", { batch: "101%" }, /rollout\.batch must be .* not "101%"/],
    ["a pause that is no time", { pauseSeconds: NaN }, /rollout\.pauseSeconds must be/],
    ["a pause that is over", { pauseSeconds: -1 }, /rollout\.pauseSeconds must be .* not -1/],
  ] as const) {
    it(`must refuse ${what}, before anything is made`, () => {
      const make = () => assert.fail("it was made");
      assert.throws(() => rollout(["a"], args, make), message);
    });
  }
});
