import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { oneAtATime } from "./lock";

describe("lock of the cache", () => {
  const cacheBefore = process.env["MOORAGE_CACHE"];
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-lock-"));
    process.env["MOORAGE_CACHE"] = folder;
  });

  afterEach(async () => {
    if (cacheBefore === undefined) delete process.env["MOORAGE_CACHE"];
    else process.env["MOORAGE_CACHE"] = cacheBefore;
    await rm(folder, { recursive: true });
  });

  it("must let one piece of work begin after the other has ended, also after a failed one", async () => {
    const events: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      events.push(`${name} begins`);
      await new Promise(setImmediate);
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
    };
    const [first, second] = await Promise.allSettled([
      oneAtATime("test", work("first", true)),
      oneAtATime("test", work("second", false)),
    ]);
    assert.deepEqual([first.status, second.status], ["rejected", "fulfilled"]);
    assert.deepEqual(events, ["first begins", "first ends", "second begins", "second ends"]);
  });

  it("must be taken over from a process that died with it, and be gone afterwards", async () => {
    const dead = spawn("true");
    await once(dead, "exit");
    const path = join(cacheFolder("locks"), "test");
    await writeFile(path, String(dead.pid));
    assert.equal(await oneAtATime("test", async () => "done"), "done");
    assert.equal(existsSync(path), false);
  });
});
