import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join, relative } from "node:path";
import { withTypeScript } from "../support/transpile/typescript";

const root = join(__dirname, "../..");

/** Makes a provider, has it look for its resources' lives, and prints what that has loaded. */
const script = (nouns: readonly string[]): string => `
const { openInProcess } = require("./providers/in-process");
const { lifecycles } = require("./providers/resources");
openInProcess({}, () => {});
for (const noun of ${JSON.stringify(nouns)}) lifecycles[noun];
process.stdout.write(JSON.stringify(Object.keys(require.cache)));`;

describe("what a provider loads in the engine's process", function () {
  this.timeout(60_000);

  function loadedFor(...nouns: string[]): readonly string[] {
    const node = [...withTypeScript, "-e", script(nouns)];
    const files = execFileSync(process.execPath, node, { cwd: root, encoding: "utf8" });
    return (JSON.parse(files) as string[]).map((file) => relative(root, file));
  }

  it("must be what dials, and not what speaks with a host that is reached", () => {
    const files = loadedFor();
    assert(files.includes("providers/ssh/dial.ts"));
    const later = files.filter((file) =>
      /^providers\/(docker|builds|images|linux\/engine|ssh\/tunnel)/.test(file),
    );
    assert.deepEqual(later, []);
  });

  it("must be what reads, and not what changes anything", () => {
    const files = loadedFor("Host", "Network", "Container");
    assert(files.includes("providers/resources/network.ts"));
    const changing = files.filter((file) =>
      /resources\/\w+\/(apply|remove)|engine-install|run-plan/.test(file),
    );
    assert.deepEqual(changing, []);
  });
});
