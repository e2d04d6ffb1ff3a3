import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { asNobody } from "../../support/as-nobody";
import { StackBed, thingsProgram } from "../../support/engine/stack-bed";

describe("a state folder that is read-only for the user", function () {
  this.timeout(60_000);
  let bed: StackBed;
  let saved: string;

  before(async () => {
    bed = await StackBed.create(thingsProgram("one", "two"));
    assert.equal((await bed.run("update")).outcome, "succeeded");
    saved = readFileSync(bed.stateFile, "utf8");
    const files = readdirSync(bed.folder, { recursive: true, encoding: "utf8" });
    for (const path of ["", ...files.filter((each) => !each.startsWith("node_modules"))]) {
      const file = join(bed.folder, path);
      chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644);
    }
  });
  after(() => bed.remove());

  it("must be told before anything is done, and leave state and locks as they are", async function () {
    await asNobody(this, async () => {
      bed.log.length = 0;
      const { outcome, told } = await bed.run("update");
      assert.equal(outcome, "rejected");
      assert.match(
        told,
        /BackendError: .*state\/\.pulumi\/locks\/.* cannot be changed: .* not writable for this user/,
      );
      assert.deepEqual(bed.log, []);
    });
    assert.equal(readFileSync(bed.stateFile, "utf8"), saved);
    assert.deepEqual(bed.locks(), []);
  });

  it("must not keep anybody from a preview", async function () {
    await asNobody(this, async () => {
      const { outcome, told } = await bed.run("preview");
      assert.equal(outcome, "succeeded", told);
    });
  });
});
