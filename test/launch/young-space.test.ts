import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";

const compiled = transpileModule(readFileSync(join(__dirname, "../../launch/young-space.ts"), "utf8"), {
  compilerOptions: { module: ModuleKind.CommonJS },
}).outputText;

const program = `${compiled}
  const youngSize = () => require("node:v8").getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space").space_size;
  exports.widenYoungSpace();
  const widened = youngSize();
  const alive = [];
  for (let index = 0; index < 4000; index += 1) alive.push(new Array(1024).fill(0.5));
  process.stdout.write(JSON.stringify({ widened, after: youngSize() }));`;

describe("the space of what is young", () => {
  it("must be widened once, and stay as it is whatever lives on", () => {
    // With as little to begin with as Node has it.
    const argv = ["--min-semi-space-size=1", "-e", program];
    const said = execFileSync(process.execPath, argv, { encoding: "utf8" });
    const { widened, after } = JSON.parse(said) as { widened: number; after: number };
    assert.ok(widened >= 16 * 1024 * 1024, `${widened}`);
    assert.equal(after, widened);
  });
});
