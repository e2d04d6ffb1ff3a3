import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { ensurePulumi } from "../../support/setup/pulumi";
import { loadScenario, type Entry } from "./one-import";
import { OFFLINE } from "../../support/pulumi/offline";

const repository = join(__dirname, "../../..");
const scenarios = join(__dirname, "scenarios");

/** The same programs by the Pulumi CLI and without it: they differ in the line that imports the API. */
describe("A program of the automation API", function () {
  this.timeout(600_000);
  const folders: string[] = [];
  const path = process.env["PATH"] ?? "";

  before(async () => {
    process.env["PATH"] = [await ensurePulumi(), join(repository, "dist/bin"), path].join(delimiter);
  });
  after(() => {
    process.env["PATH"] = path;
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function run(entry: Entry, file: string): Promise<unknown> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "moorage-scenario-")));
    folders.push(folder);
    for (const name of ["state", "work"]) mkdirSync(join(folder, name));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    const envVars = {
      PULUMI_BACKEND_URL: `file://${folder}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
      ...OFFLINE,
    };
    const options = { pulumiHome: join(folder, "home"), envVars };
    return loadScenario(entry, join(scenarios, file))({ folder: join(folder, "work"), options });
  }

  for (const file of readdirSync(scenarios).filter((name) => name !== "surroundings.ts")) {
    it(`must do the same without the Pulumi CLI when its import is changed: ${basename(file, ".ts")}`, async () => {
      const [ours, theirs] = [
        await run("moorage/automation", file),
        await run("@pulumi/pulumi/automation", file),
      ];
      assert.deepEqual(ours, theirs);
    });
  }
});
