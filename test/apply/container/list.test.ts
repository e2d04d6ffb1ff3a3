import assert from "node:assert/strict";
import { listContainers } from "../../../providers/apply/container/list";
import type { Engine } from "../../../providers/docker/engine";

/** An engine whose lists end when a test says so, each with its number as the only id. */
function countingEngine() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const list = () =>
    new Promise((resolve, reject) => {
      const Id = String(ends.length + 1);
      ends.push({ resolve: () => resolve([{ Id }]), reject });
    });
  return { engine: { containers: { list } } as unknown as Engine, ends };
}

const idsOf = async (...lists: ReturnType<typeof listContainers>[]) =>
  (await Promise.all(lists)).map(([first]) => first?.Id);

describe("the list of a host's containers", () => {
  it("must be a new one for those who ask while another is under way, and the same one for all of them", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    const second = listContainers(engine);
    const third = listContainers(engine);
    assert.equal(ends.length, 1, "one list at a time");
    ends[0]?.resolve();
    await first;
    await Promise.resolve();
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(first, second, third), ["1", "2", "2"]);
  });

  it("must be asked for afresh where none is under way", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    ends[0]?.resolve();
    await first;
    const second = listContainers(engine);
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(second), ["2"]);
  });

  it("must not fail for those who wait because the one before it failed", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    const second = listContainers(engine);
    ends[0]?.reject(new Error("broken"));
    await assert.rejects(first, /broken/);
    await Promise.resolve();
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(second), ["2"]);
  });
});
