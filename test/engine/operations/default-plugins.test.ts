import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { defaultPlugins } from "../../../engine/operations/default-plugins";
import { StackBed, thingsProgram } from "../../support/engine/stack-bed";

describe("the provider of a registration that names no version", function () {
  this.timeout(60_000);

  it("must be of the newest version that a provider of its package has in the state", () => {
    const provider = (version?: string) => ({
      type: "pulumi:providers:test",
      inputs: version === undefined ? {} : { version },
    });
    const versions = ["1.9.0", "1.10.0", "1.2.0"].map(provider);
    assert.equal(defaultPlugins([provider(), ...versions] as never)["test"]?.version, "1.10.0");
  });

  it("must be of no version in a new stack, whatever the project's packages are", async () => {
    const bed = await StackBed.create(thingsProgram("one"));
    const packages = join(bed.folder, "node_modules");
    rmSync(packages);
    mkdirSync(packages);
    symlinkSync(join(__dirname, "../../../node_modules/@pulumi"), join(packages, "@pulumi"));
    bed.write({
      "node_modules/test/package.json": {
        name: "test",
        version: "1.2.3",
        pulumi: { resource: true, name: "test", version: "1.2.3" },
      },
    });
    assert.equal((await bed.run("update")).outcome, "succeeded");
    assert.match(readFileSync(bed.stateFile, "utf8"), /pulumi:providers:test::default"/);
    bed.remove();
  });
});
