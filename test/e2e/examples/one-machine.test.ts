import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { startHost, type TestHost } from "../../support/host";
import { onOneMachine, onSeveralMachines, scripts } from "./list";
import { folder, runExample } from "./run-example";

describe("The examples", () => {
  it("must all be run by the tests, and be short", async () => {
    const names = [...Object.keys({ ...onOneMachine, ...onSeveralMachines }), ...scripts].sort();
    assert.deepEqual(await readdir(folder), names);
    for (const name of names) {
      const program = await readFile(join(folder, name, "index.ts"), "utf8");
      assert.ok(program.split("\n").length <= 40, `${name} has 40 lines or more`);
    }
  });
});

describe("The examples on one machine", () => {
  let host: TestHost;
  before(async () => {
    host = await startHost({ flavour: "docker", publish: [8080] });
  });
  after(async () => host?.remove());

  for (const [name, example] of Object.entries(onOneMachine)) {
    it(`must deploy, serve, stay as they are and go: ${name}`, () => runExample(name, example, [host]));
  }
});
