import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBackend, type Backend } from "../../../engine/backend";
import { exportStack, importStack } from "../../../engine/transfer";

const stack = { project: "fixture", name: "sink" };
const options = { passphrase: () => Promise.resolve("correct") };

describe("a stack that is exported and imported", () => {
  let folder: string;
  let backend: Backend;
  let text: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-transfer-"));
    backend = await openBackend({ url: folder, environment: {} });
    await backend.createStack(stack);
    text = await readFile(join(__dirname, "../state/checkpoints/every-field.json"), "utf8");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("must be as it was, but for what was pending", async () => {
    await importStack(backend, stack, text, options);
    const exported = JSON.parse(JSON.stringify(await exportStack(backend, stack)));
    const { pending_operations: pending, ...deployment } = JSON.parse(text).deployment;
    assert.ok(pending);
    deployment.manifest.time = exported.deployment.manifest.time;
    assert.deepEqual(exported, { ...JSON.parse(text), deployment });
  });

  it("must be nothing if it was never deployed", async () => {
    assert.deepEqual(await exportStack(backend, stack), { version: 3 });
  });

  it("must be left as it is by an import of something else, and not be locked", async () => {
    const other = { project: "fixture", name: "other" };
    await backend.createStack(other);
    await assert.rejects(importStack(backend, other, text, options), /not of the stack other/);
    await assert.rejects(importStack(backend, stack, text.slice(9), options), { name: "InvalidStateError" });
    const gone = { project: "fixture", name: "gone" };
    await assert.rejects(importStack(backend, gone, text, { ...options, force: true }), {
      name: "StackNotFoundError",
    });
    assert.deepEqual(await exportStack(backend, other), { version: 3 });
    assert.deepEqual(await exportStack(backend, stack), { version: 3 });
    assert.deepEqual([await backend.locks(stack), await backend.locks(gone)], [[], []]);
  });
});
