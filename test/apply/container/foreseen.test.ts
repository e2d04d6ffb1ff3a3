import assert from "node:assert/strict";
import { foreseeContainers, readContainers, readOne } from "../../../providers/apply/container/foreseen";
import { listContainers } from "../../../providers/apply/container/list";
import type { Engine } from "../../../providers/docker/engine";

const { signal } = new AbortController();

/** An engine whose answers tell how many were asked for before; the first so many fail. */
function countingEngine(failures = 0) {
  const asked: string[] = [];
  const answer = (what: string): Promise<{ Id: string }> => {
    asked.push(what);
    return asked.length <= failures
      ? Promise.reject(new Error("broken"))
      : Promise.resolve({ Id: String(asked.length) });
  };
  const containers = { list: async () => [await answer("list")], inspect: answer };
  return { engine: { containers } as unknown as Engine, asked };
}

const idsOf = async (...lists: ReturnType<typeof readContainers>[]) =>
  (await Promise.all(lists)).map(([first]) => first?.Id);

describe("what reads need that are foreseen", () => {
  it("must be asked at once: the list for all who only read, and a new one for who changes something", async () => {
    const { engine, asked } = countingEngine();
    foreseeContainers(engine, []);
    assert.deepEqual(asked, ["list"]);
    const reads = [readContainers(engine), readContainers(engine)];
    const change = listContainers(engine);
    assert.deepEqual(await idsOf(...reads, change), ["1", "1", "2"]);
  });

  it("must tell of each container once, and be asked for where nobody had foreseen it", async () => {
    const { engine, asked } = countingEngine();
    foreseeContainers(engine, ["web", "db"]);
    assert.deepEqual(asked, ["list", "web", "db"]);
    const answers = ["web", "db", "web", "other"].map((name) => readOne(engine, name, signal));
    assert.deepEqual(
      (await Promise.all(answers)).map(({ Id }) => Id),
      ["2", "3", "4", "5"],
    );
  });

  it("must be asked for once more where that failed", async () => {
    const { engine, asked } = countingEngine(2);
    foreseeContainers(engine, ["web"]);
    assert.deepEqual(await idsOf(readContainers(engine)), ["3"]);
    assert.equal((await readOne(engine, "web", signal)).Id, "4");
    assert.deepEqual(asked, ["list", "web", "list", "web"]);
  });

  it("must be asked for anew by who comes much later", async () => {
    const { engine } = countingEngine();
    const now = performance.now();
    foreseeContainers(engine, ["web"]);
    const clock = performance.now.bind(performance);
    performance.now = () => now + 5000;
    try {
      assert.equal((await readOne(engine, "web", signal)).Id, "3");
      assert.deepEqual(await idsOf(readContainers(engine)), ["4"]);
    } finally {
      performance.now = clock;
    }
  });
});
