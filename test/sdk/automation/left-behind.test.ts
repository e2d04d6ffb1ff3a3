import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { openBackend } from "../../../engine/backend";
import { ConcurrentUpdateError, LocalWorkspace, type Stack } from "../../../sdk/automation";
import { programFolder, type ProgramFolder } from "../../support/engine/program-folder";

const URN = "urn:pulumi:dev::shop::test:index:Thing::lost";

describe("The automation API, where another run has left something", function () {
  this.timeout(120_000);
  let folder: ProgramFolder;
  let stack: Stack;
  let environment: Record<string, string>;

  beforeEach(async () => {
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n" });
    mkdirSync(join(folder.path, "state"));
    environment = {
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
      PULUMI_HOME: join(folder.path, "home"),
    };
    const program = () => Promise.resolve({ greeting: "hello" });
    stack = await LocalWorkspace.createStack(
      { stackName: "dev", projectName: "shop", program },
      { workDir: folder.path, envVars: environment },
    );
  });
  afterEach(() => folder.remove());

  /** A lock as Pulumi's CLI writes it. */
  function lockOf(pid: number): void {
    const locks = join(folder.path, "state/.pulumi/locks/organization/shop/dev");
    mkdirSync(locks, { recursive: true });
    const owner = { pid, username: "somebody", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };
    writeFileSync(join(locks, "7d3f6a1e-0000-4000-8000-000000000000.json"), JSON.stringify(owner));
  }

  it("must refuse a stack that is held, and take it from whoever holds it only by cancel", async () => {
    const backend = await openBackend({ environment });
    const lock = await backend.lock({ project: "shop", name: "dev" });
    await assert.rejects(stack.up(), ConcurrentUpdateError);
    await assert.rejects(stack.up({ takeOver: true }), ConcurrentUpdateError);
    await stack.cancel();
    assert.equal((await stack.up()).summary.result, "succeeded");
    // Whoever it was taken from ends in peace.
    await lock.release();
    await stack.cancel();
  });

  it("must take over the lock of a CLI that has ended, where it is told to", async () => {
    // No system has so many processes.
    lockOf(2 ** 30);
    await assert.rejects(stack.up(), /takeOver/);
    assert.equal((await stack.up({ takeOver: true })).summary.result, "succeeded");
    lockOf(process.pid);
    await assert.rejects(stack.up({ takeOver: true }), ConcurrentUpdateError);
    await stack.cancel();
    assert.equal((await stack.up()).summary.result, "succeeded");
  });

  it("must forget creations whose end nobody saw only where a refresh is told to", async () => {
    await stack.up();
    const resource = { urn: URN, type: "test:index:Thing", custom: true, inputs: {} };
    const file = join(folder.path, "state/.pulumi/stacks/shop/dev.json");
    const state = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest: object } };
    Object.assign(state.checkpoint.latest, { pending_operations: [{ resource, type: "creating" }] });
    writeFileSync(file, JSON.stringify(state));
    const pending = async (): Promise<readonly unknown[]> => {
      const { deployment } = await stack.exportStack();
      return (deployment as { pending_operations?: unknown[] }).pending_operations ?? [];
    };
    const { stdout, stderr } = await stack.up();
    assert.match(stdout + stderr, /::lost, interrupted while creating/);
    await stack.refresh();
    assert.equal((await pending()).length, 1);
    await stack.refresh({ clearPendingCreates: true });
    assert.deepEqual(await pending(), []);
  });
});
