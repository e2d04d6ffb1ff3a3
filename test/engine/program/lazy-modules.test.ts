import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { withTypeScript } from "../../support/transpile/typescript";

const root = join(__dirname, "../../..");

/** Loads the SDK as the engine does, uses something of it, and prints that and what was loaded by then. */
const script = (use: string): string => `
const { loadSdk } = require("./engine/program/sdk");
loadSdk(process.cwd());
const pulumi = require("@pulumi/pulumi");
const used = ${use};
const folder = require("node:path").dirname(require.resolve("@pulumi/pulumi/package.json")) + "/";
const files = Object.keys(require.cache).filter((file) => file.startsWith(folder));
process.stdout.write(JSON.stringify({ used, files: files.map((file) => file.slice(folder.length)) }));`;

describe("what of Pulumi's SDK an ordinary program does not use", function () {
  this.timeout(60_000);

  const run = (use: string): { readonly used: unknown; readonly files: readonly string[] } =>
    JSON.parse(
      execFileSync(process.execPath, [...withTypeScript, "-e", script(use)], { cwd: root, encoding: "utf8" }),
    ) as ReturnType<typeof run>;
  const parts = (files: readonly string[]): string[] =>
    files.filter((file) => /^(provider|automation)\//.test(file));

  it("must not be loaded with it", () => {
    const { files } = run("undefined");
    assert(files.includes("index.js"));
    assert.deepEqual(parts(files), []);
  });

  it("must be there as soon as it is used", () => {
    const { used, files } = run("[typeof pulumi.provider.main, typeof pulumi.automation.LocalWorkspace]");
    assert.deepEqual(used, ["function", "function"]);
    assert(parts(files).includes("provider/server.js"));
  });
});
