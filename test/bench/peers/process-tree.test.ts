import assert from "node:assert/strict";
import { parseStat, treeOf } from "../../../bench/peers/process-tree";

const stat = (pid: number, parent: number) => ({ pid, parent, childrenSeconds: 0 });

describe("a tree of processes", () => {
  it("must be read whatever a process calls itself", () => {
    const line = "42 (tmux: a) b) S 7 42 42 0 -1 4194304 100 200 0 0 11 12 250 75 20 0 1 0 5000";
    assert.deepEqual(parseStat(line), { pid: 42, parent: 7, childrenSeconds: 3.25 });
  });

  it("must have children and theirs, in whatever order they are listed, and nobody else", () => {
    const processes = [stat(30, 20), stat(20, 10), stat(10, 1), stat(11, 1), stat(31, 11)];
    assert.deepEqual([...treeOf(10, processes)].sort(), [10, 20, 30]);
  });

  it("must keep who lost its parent, with its children, and lose who has ended", () => {
    const processes = [stat(10, 1), stat(20, 1), stat(21, 20)];
    assert.deepEqual([...treeOf(10, processes, [10, 20, 25])].sort(), [10, 20, 21]);
  });
});
