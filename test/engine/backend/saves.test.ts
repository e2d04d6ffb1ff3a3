import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BucketBackend } from "../../../engine/backend/bucket-backend";
import { FileBucket } from "../../../engine/backend/file-bucket";
import type { SavingCalls } from "../../../engine/atomic-file";
import {
  CheckpointEncoder,
  decodeCheckpoint,
  emptySnapshot,
  Recorder,
  resourceState,
} from "../../../engine/state";
import { withTypeScript } from "../../support/transpile/typescript";

const stack = { project: "p", name: "dev" };
const record = (index: number, bytes: number) =>
  resourceState({
    urn: `urn:pulumi:dev::p::my:Thing::${index}`,
    type: "my:Thing",
    custom: true,
    inputs: { text: "x".repeat(bytes) },
  });

/** Lets the calls through, but for one: the fault comes before it, or in the middle of what it writes. */
class Faults {
  count = 0;
  failAt = Number.POSITIVE_INFINITY;

  /** Some file systems have no links. */
  constructor(private readonly withoutLinks = false) {}

  readonly calls: SavingCalls = {
    link: (...args: Parameters<typeof fs.link>) =>
      this.withoutLinks ? Promise.reject(new Error("EPERM")) : fs.link(...args),
    mkdir: fs.mkdir,
    open: this.#counted(async (...args: Parameters<typeof fs.open>) => this.#file(await fs.open(...args))),
    rename: this.#counted((...args: Parameters<typeof fs.rename>) => fs.rename(...args)),
    rm: fs.rm,
  } as SavingCalls;

  #file(file: fs.FileHandle): fs.FileHandle {
    const { write, writeFile, sync } = file;
    file.sync = this.#counted(() => sync.call(file));
    file.writeFile = this.#counted(
      (data: Buffer) => writeFile.call(file, data),
      (data) => writeFile.call(file, data.subarray(0, data.length / 2)),
    ) as typeof writeFile;
    file.write = this.#counted(
      (...args: [Buffer, number, number, number]) => Reflect.apply(write, file, args) as Promise<unknown>,
      (data, from, length, at) =>
        Reflect.apply(write, file, [data, from, Math.floor(length / 2), at]) as Promise<unknown>,
    ) as typeof write;
    return file;
  }

  #counted<A extends unknown[], R>(
    call: (...args: A) => Promise<R>,
    partly?: (...args: A) => Promise<unknown>,
  ) {
    return async (...args: A): Promise<R> => {
      this.count++;
      if (this.count !== this.failAt) return call(...args);
      await partly?.(...args);
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    };
  }
}

describe("saves of a checkpoint", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await fs.mkdtemp(join(tmpdir(), "moorage-saves-"));
  });
  afterEach(() => fs.rm(folder, { recursive: true }));

  async function begin(faults: Faults) {
    const backend = new BucketBackend(new FileBucket(folder, { calls: faults.calls }));
    await backend.createStack(stack);
    const lock = await backend.lock(stack);
    const writer = backend.checkpointWriter(lock);
    const encoder = new CheckpointEncoder("organization/p/dev", "");
    const recorder = new Recorder(emptySnapshot(), async (snapshot) =>
      writer.write(await encoder.encode(snapshot)),
    );
    return { backend, lock, writer, recorder };
  }

  async function namesIn(backend: BucketBackend): Promise<string[]> {
    const { text, location } = await backend.readCheckpoint(stack);
    const passphrase = () => Promise.resolve("");
    const { resources } = await decodeCheckpoint(text, { location, passphrase });
    return resources.map((state) => state.urn.split("::").at(-1) ?? "");
  }

  // Small contents are written whole each time, large ones as what has changed.
  for (const [title, bytes, faults] of [
    ["a small save", 10, new Faults()],
    ["a large save", 60_000, new Faults()],
    ["a large save without links", 60_000, new Faults(true)],
  ] as const) {
    it(`a full disk at any call of ${title} must leave a whole state, and the next save must catch up`, async () => {
      const states = Array.from({ length: 12 }, (_, index) => record(index, bytes));
      const { backend, recorder, writer, lock } = await begin(faults);
      const expected: string[] = [];
      let failures = 0;
      for (const [index, state] of states.entries()) {
        recorder.made(state);
        const before = [...expected];
        expected.push(String(index));
        for (let call = 1; ; call++) {
          faults.failAt = faults.count + call;
          try {
            await recorder.saved();
            break;
          } catch (error) {
            failures++;
            assert.match((error as Error).message, /could not be saved: .*dev\.json.* is full; make room/);
            const found = await namesIn(backend);
            assert.ok([String(before), String(expected)].includes(String(found)), `${found} at call ${call}`);
          }
        }
        assert.deepEqual(await namesIn(backend), expected);
      }
      assert.ok(failures >= 5 * states.length, `${failures} faults`);

      faults.failAt = Number.POSITIVE_INFINITY;
      for (const state of states.slice(6).reverse()) {
        recorder.done(state);
        expected.pop();
        await recorder.saved();
        assert.deepEqual(await namesIn(backend), expected);
      }
      await writer.close();
      await lock.release();
      const left = (await fs.readdir(join(folder, ".pulumi", "stacks", "p"))).filter((name) =>
        name.endsWith(".tmp"),
      );
      assert.deepEqual(left, []);
    });
  }

  it("a change in the middle must be found as well as one at the end", async () => {
    const states = Array.from({ length: 8 }, (_, index) => record(index, 60_000));
    const { backend, recorder } = await begin(new Faults());
    for (const state of states) recorder.made(state);
    await recorder.saved();
    for (const index of [3, 0, 7, 4, 1, 6, 2]) {
      recorder.done(states[index] as (typeof states)[0]);
      await recorder.saved();
      const text = (await backend.readCheckpoint(stack)).text;
      assert.doesNotMatch(text, new RegExp(`my:Thing::${index}"`));
    }
    assert.deepEqual(await namesIn(backend), ["5"]);
  });

  it("what somebody else put in the checkpoint's place must not be mixed with a save", async () => {
    const states = Array.from({ length: 8 }, (_, index) => record(index, 60_000));
    const { backend, recorder, writer } = await begin(new Faults());
    const path = join(folder, ".pulumi", "stacks", "p", "dev.json");
    for (const [index, state] of states.entries()) {
      recorder.made(state);
      await recorder.saved();
      if (index % 2 === 0) await fs.writeFile(path, "somebody else's");
      else writer.writeSync([Buffer.from("{}")]);
    }
    for (const state of states.slice(4).reverse()) {
      recorder.done(state);
      await recorder.saved();
    }
    assert.deepEqual(await namesIn(backend), ["0", "1", "2", "3"]);
  });

  it("a process that is killed in any save must leave a whole state, and the next lock remove what else it left", async () => {
    const backend = new BucketBackend(new FileBucket(folder));
    await backend.createStack(stack);
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, [...withTypeScript, join(__dirname, "saver.ts"), folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const saved: number[] = [];
      for await (const chunk of child.stdout) {
        saved.push(...String(chunk).trim().split("\n").map(Number));
        if ((saved.at(-1) ?? 0) >= 5 + round * 6) child.kill("SIGKILL");
      }
      // Its end may still be unknown to its parent: it is dead all the same.
      const found = await namesIn(backend);
      const last = saved.at(-1) ?? 0;
      assert.ok(found.length >= last, `${found.length} of ${last} records`);
      assert.deepEqual(
        found,
        found.map((_, index) => String(index)),
      );
    }
    // The killed process's lock is dead for certain, so it is not in the way.
    const lock = await backend.lock(stack);
    const files = await fs.readdir(join(folder, ".pulumi", "stacks", "p"));
    assert.deepEqual(
      files.filter((name) => name.endsWith(".tmp")),
      [],
    );
    await lock.release();
  }).timeout(120_000);
});
