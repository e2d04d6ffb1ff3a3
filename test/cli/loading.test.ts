import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { programFolder, type ProgramFolder } from "../support/engine/program-folder";
import { withTypeScript } from "../support/transpile/typescript";

const root = join(__dirname, "../..");

/** Runs commands in one process, and prints which files of which packages that has loaded. */
const script = `
// The compiler of the tests is no part of the command.
require("typescript");
require(${JSON.stringify(join(root, "cli/manifest"))});
const before = new Set(Object.keys(require.cache));
const { run } = require(${JSON.stringify(join(root, "cli/moorage"))});
const quiet = { write: () => true, on: () => {} };
const terminal = { stdin: {}, stdout: quiet, stderr: quiet, env: process.env, on: () => {}, off: () => {} };
(async () => {
  const code = await run(JSON.parse(process.argv[1]), terminal);
  const loaded = Object.keys(require.cache).filter((file) => !before.has(file));
  const files = loaded.map((file) => file.replace(${JSON.stringify(`${root}/`)}, ""));
  process.stdout.write(JSON.stringify({ code, files }));
})();`;

describe("what a command loads", function () {
  this.timeout(120_000);
  let folder: ProgramFolder;
  before(() => {
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n" });
    mkdirSync(join(folder.path, "state"));
  });
  after(() => folder.remove());

  function loadedBy(...argv: string[]): readonly string[] {
    const node = [...withTypeScript, "-e", script, JSON.stringify(argv)];
    const env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_HOME: join(folder.path, "home"),
    };
    const text = execFileSync(process.execPath, node, { cwd: root, env, encoding: "utf8" });
    return (JSON.parse(text) as { files: string[] }).files;
  }

  const has = (files: readonly string[], pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(file));

  it("must be the commands' own words only where help is asked for", () => {
    const files = loadedBy("--help");
    assert.deepEqual(has(files, /^(engine|providers|sdk)\//), ["engine/errors.ts"]);
    assert.deepEqual(has(files, /node_modules\/(?!(commander|fastest-levenshtein)\/)/), []);
  });

  it("must leave out programs, providers, SSH and Pulumi's SDK where stacks are listed", () => {
    const files = loadedBy("stack", "ls", "-C", folder.path);
    assert(files.includes("cli/stack/ls.ts"));
    assert.deepEqual(has(files, /node_modules\/(@pulumi|@grpc|ssh2|@clack|google-protobuf)\//), []);
    assert.deepEqual(has(files, /^(providers|sdk)\/|^engine\/(steps|monitor|plugins|program)\//), []);
  });

  it("must leave out programs and Pulumi's SDK where containers are listed", () => {
    const files = loadedBy("ps", "-C", folder.path);
    assert(files.includes("cli/hosts/ps.ts"));
    assert.deepEqual(has(files, /node_modules\/(@pulumi|@grpc|@clack)\//), []);
    assert.deepEqual(has(files, /^engine\/(steps|monitor|plugins|program)\//), []);
  });
});
