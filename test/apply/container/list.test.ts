import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
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

/** Waits until so many lists are asked for. */
async function asked(ends: readonly unknown[], count: number): Promise<void> {
  while (ends.length < count) await nextTurn();
}

describe("the list of a host's containers", () => {
  it("must be one for all who ask in one turn", async () => {
    const { engine, ends } = countingEngine();
    const lists = [listContainers(engine), listContainers(engine)];
    await asked(ends, 1);
    ends[0]?.resolve();
    assert.deepEqual(await idsOf(...lists), ["1", "1"]);
    await nextTurn();
    assert.equal(ends.length, 1);
  });

  it("must be a new one for those who ask while another is under way, and the same one for all of them", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    await asked(ends, 1);
    const second = listContainers(engine);
    await nextTurn();
    const third = listContainers(engine);
    assert.equal(ends.length, 1, "one list at a time");
    ends[0]?.resolve();
    await asked(ends, 2);
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(first, second, third), ["1", "2", "2"]);
  });

  it("must be asked for afresh where none is under way", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    await asked(ends, 1);
    ends[0]?.resolve();
    await first;
    const second = listContainers(engine);
    await asked(ends, 2);
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(second), ["2"]);
  });

  it("must not fail for those who wait because the one before it failed", async () => {
    const { engine, ends } = countingEngine();
    const first = listContainers(engine);
    await asked(ends, 1);
    const second = listContainers(engine);
    ends[0]?.reject(new Error("broken"));
    await assert.rejects(first, /broken/);
    await asked(ends, 2);
    ends[1]?.resolve();
    assert.deepEqual(await idsOf(second), ["2"]);
  });
});
