import assert from "node:assert/strict";
import { watchFaults } from "../../../engine/program/faults";
import type { SdkStore } from "../../../engine/program/seam";

describe("The watch over a program's faults", () => {
  it("must leave the end of the process to those who are no program, with the code that they have set", () => {
    const { exit } = process;
    const calls: unknown[][] = [];
    process.exit = ((...given: unknown[]) => void calls.push(given)) as typeof process.exit;
    const faults = watchFaults({} as SdkStore);
    try {
      process.exit();
      process.exit(3);
      assert.deepEqual(calls, [[], [3]]);
      assert.equal(faults.errors.size, 0);
    } finally {
      faults.stopWatching();
      process.exit = exit;
    }
  });
});
