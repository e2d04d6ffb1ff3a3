import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const repository = join(__dirname, "../../..");

/** How a process ends that watches a program and does this, which is no part of the program. */
function codeOf(script: string): number | null {
  const watch = `require("./engine/program/faults").watchFaults({});`;
  const register = "./test/support/transpile/register.cjs";
  return spawnSync(process.execPath, ["--require", register, "-e", watch + script], { cwd: repository })
    .status;
}

describe("The watch over a program's faults", () => {
  it("must leave the end of the process to those who are no program, with the code that they have set", () => {
    assert.equal(codeOf("process.exit(3)"), 3);
    assert.equal(codeOf("process.exitCode = 4; process.exit()"), 4);
  });

  it("must leave a full disk behind the output to those who listen for it", () => {
    const fails = `process.stdout.emit("error", Object.assign(new Error("full"), { code: "ENOSPC" }))`;
    assert.equal(codeOf(`process.stdout.on("error", () => process.exit(5)); ${fails}`), 5);
  });
});
