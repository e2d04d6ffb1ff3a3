import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";

const compiled = transpileModule(readFileSync(join(__dirname, "../../launch/optimize-later.ts"), "utf8"), {
  compilerOptions: { module: ModuleKind.CommonJS },
}).outputText;

/** Counts the calls of a function until V8 has optimized it. */
const program = (before: string): string => `${compiled}
  ${before};
  const isOptimized = new Function("called", "return (%GetOptimizationStatus(called) & 16) !== 0");
  function called(count) { let sum = 0; for (let index = 0; index < 10; index += 1) sum += index % count; return sum; }
  let calls = 0;
  while (!isOptimized(called)) calls += called(3) > 0 ? 1 : 0;
  process.stdout.write(String(calls));`;

/** In the one thread, so that the count does not depend on how quick the other one is. */
const flags = ["--allow-natives-syntax", "--no-concurrent-recompilation"];

function callsUntilOptimized(before: string): number {
  return Number(execFileSync(process.execPath, [...flags, "-e", program(before)], { encoding: "utf8" }));
}

describe("V8's optimizing", () => {
  it("must come several times later than by itself, and must come", function () {
    if (
      !execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" }).includes("--interrupt-budget ")
    ) {
      process.stdout.write("skipped: this Node's V8 has no budget of that kind\n");
      this.skip();
    }
    const byItself = callsUntilOptimized("");
    const later = callsUntilOptimized("exports.optimizeLater()");
    assert.ok(later > 3 * byItself, `${byItself} calls by itself, ${later} later`);
  });
});
