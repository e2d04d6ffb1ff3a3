import assert from "node:assert/strict";
import { runTasks, type Task } from "./tasks";

describe("the tasks of a run", () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string, title: string, jobs: number): Task => ({
    title,
    jobs,
    async run() {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return { passed: 1, failed: 0, skipped: 0 };
    },
  });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };

  it("must begin in their order, as many at once as their suite allows, without a wait between suites", async () => {
    const tasks = [task("a", "one", 1), task("b", "two", 2), task("c", "two", 2), task("d", "three", 3)];
    const run = runTasks(tasks);
    assert.deepEqual(begun, ["a", "b"]);
    await end("a");
    assert.deepEqual(begun, ["a", "b", "c", "d"]);
    for (const name of ["b", "c", "d"]) await end(name);
    assert.equal((await run).length, 4);
  });
});
